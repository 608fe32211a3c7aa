namespace OpenCvSharp;

/// <content>Named colours in OpenCV's order: blue, green, red.</content>
public partial record struct Scalar
{
    /// <summary>AliceBlue</summary>
    public static readonly Scalar AliceBlue = FromRgb(240, 248, 255);

    /// <summary>AntiqueWhite</summary>
    public static readonly Scalar AntiqueWhite = FromRgb(250, 235, 215);

    /// <summary>Aqua</summary>
    public static readonly Scalar Aqua = FromRgb(0, 255, 255);

    /// <summary>Aquamarine</summary>
    public static readonly Scalar Aquamarine = FromRgb(127, 255, 212);

    /// <summary>Azure</summary>
    public static readonly Scalar Azure = FromRgb(240, 255, 255);

    /// <summary>Beige</summary>
    public static readonly Scalar Beige = FromRgb(245, 245, 220);

    /// <summary>Bisque</summary>
    public static readonly Scalar Bisque = FromRgb(255, 228, 196);

    /// <summary>Black</summary>
    public static readonly Scalar Black = FromRgb(0, 0, 0);

    /// <summary>BlanchedAlmond</summary>
    public static readonly Scalar BlanchedAlmond = FromRgb(255, 235, 205);

    /// <summary>Blue</summary>
    public static readonly Scalar Blue = FromRgb(0, 0, 255);

    /// <summary>BlueViolet</summary>
    public static readonly Scalar BlueViolet = FromRgb(138, 43, 226);

    /// <summary>Brown</summary>
    public static readonly Scalar Brown = FromRgb(165, 42, 42);

    /// <summary>BurlyWood</summary>
    public static readonly Scalar BurlyWood = FromRgb(222, 184, 135);

    /// <summary>CadetBlue</summary>
    public static readonly Scalar CadetBlue = FromRgb(95, 158, 160);

    /// <summary>Chartreuse</summary>
    public static readonly Scalar Chartreuse = FromRgb(127, 255, 0);

    /// <summary>Chocolate</summary>
    public static readonly Scalar Chocolate = FromRgb(210, 105, 30);

    /// <summary>Coral</summary>
    public static readonly Scalar Coral = FromRgb(255, 127, 80);

    /// <summary>CornflowerBlue</summary>
    public static readonly Scalar CornflowerBlue = FromRgb(100, 149, 237);

    /// <summary>Cornsilk</summary>
    public static readonly Scalar Cornsilk = FromRgb(255, 248, 220);

    /// <summary>Crimson</summary>
    public static readonly Scalar Crimson = FromRgb(220, 20, 60);

    /// <summary>Cyan</summary>
    public static readonly Scalar Cyan = FromRgb(0, 255, 255);

    /// <summary>DarkBlue</summary>
    public static readonly Scalar DarkBlue = FromRgb(0, 0, 139);

    /// <summary>DarkCyan</summary>
    public static readonly Scalar DarkCyan = FromRgb(0, 139, 139);

    /// <summary>DarkGoldenrod</summary>
    public static readonly Scalar DarkGoldenrod = FromRgb(184, 134, 11);

    /// <summary>DarkGray</summary>
    public static readonly Scalar DarkGray = FromRgb(169, 169, 169);

    /// <summary>DarkGreen</summary>
    public static readonly Scalar DarkGreen = FromRgb(0, 100, 0);

    /// <summary>DarkKhaki</summary>
    public static readonly Scalar DarkKhaki = FromRgb(189, 183, 107);

    /// <summary>DarkMagenta</summary>
    public static readonly Scalar DarkMagenta = FromRgb(139, 0, 139);

    /// <summary>DarkOliveGreen</summary>
    public static readonly Scalar DarkOliveGreen = FromRgb(85, 107, 47);

    /// <summary>DarkOrange</summary>
    public static readonly Scalar DarkOrange = FromRgb(255, 140, 0);

    /// <summary>DarkOrchid</summary>
    public static readonly Scalar DarkOrchid = FromRgb(153, 50, 204);

    /// <summary>DarkRed</summary>
    public static readonly Scalar DarkRed = FromRgb(139, 0, 0);

    /// <summary>DarkSalmon</summary>
    public static readonly Scalar DarkSalmon = FromRgb(233, 150, 122);

    /// <summary>DarkSeaGreen</summary>
    public static readonly Scalar DarkSeaGreen = FromRgb(143, 188, 143);

    /// <summary>DarkSlateBlue</summary>
    public static readonly Scalar DarkSlateBlue = FromRgb(72, 61, 139);

    /// <summary>DarkSlateGray</summary>
    public static readonly Scalar DarkSlateGray = FromRgb(47, 79, 79);

    /// <summary>DarkTurquoise</summary>
    public static readonly Scalar DarkTurquoise = FromRgb(0, 206, 209);

    /// <summary>DarkViolet</summary>
    public static readonly Scalar DarkViolet = FromRgb(148, 0, 211);

    /// <summary>DeepPink</summary>
    public static readonly Scalar DeepPink = FromRgb(255, 20, 147);

    /// <summary>DeepSkyBlue</summary>
    public static readonly Scalar DeepSkyBlue = FromRgb(0, 191, 255);

    /// <summary>DimGray</summary>
    public static readonly Scalar DimGray = FromRgb(105, 105, 105);

    /// <summary>DodgerBlue</summary>
    public static readonly Scalar DodgerBlue = FromRgb(30, 144, 255);

    /// <summary>Firebrick</summary>
    public static readonly Scalar Firebrick = FromRgb(178, 34, 34);

    /// <summary>FloralWhite</summary>
    public static readonly Scalar FloralWhite = FromRgb(255, 250, 240);

    /// <summary>ForestGreen</summary>
    public static readonly Scalar ForestGreen = FromRgb(34, 139, 34);

    /// <summary>Fuchsia</summary>
    public static readonly Scalar Fuchsia = FromRgb(255, 0, 255);

    /// <summary>Gainsboro</summary>
    public static readonly Scalar Gainsboro = FromRgb(220, 220, 220);

    /// <summary>GhostWhite</summary>
    public static readonly Scalar GhostWhite = FromRgb(248, 248, 255);

    /// <summary>Gold</summary>
    public static readonly Scalar Gold = FromRgb(255, 215, 0);

    /// <summary>Goldenrod</summary>
    public static readonly Scalar Goldenrod = FromRgb(218, 165, 32);

    /// <summary>Gray</summary>
    public static readonly Scalar Gray = FromRgb(128, 128, 128);

    /// <summary>Green</summary>
    public static readonly Scalar Green = FromRgb(0, 128, 0);

    /// <summary>GreenYellow</summary>
    public static readonly Scalar GreenYellow = FromRgb(173, 255, 47);

    /// <summary>Honeydew</summary>
    public static readonly Scalar Honeydew = FromRgb(240, 255, 240);

    /// <summary>HotPink</summary>
    public static readonly Scalar HotPink = FromRgb(255, 105, 180);

    /// <summary>IndianRed</summary>
    public static readonly Scalar IndianRed = FromRgb(205, 92, 92);

    /// <summary>Indigo</summary>
    public static readonly Scalar Indigo = FromRgb(75, 0, 130);

    /// <summary>Ivory</summary>
    public static readonly Scalar Ivory = FromRgb(255, 255, 240);

    /// <summary>Khaki</summary>
    public static readonly Scalar Khaki = FromRgb(240, 230, 140);

    /// <summary>Lavender</summary>
    public static readonly Scalar Lavender = FromRgb(230, 230, 250);

    /// <summary>LavenderBlush</summary>
    public static readonly Scalar LavenderBlush = FromRgb(255, 240, 245);

    /// <summary>LawnGreen</summary>
    public static readonly Scalar LawnGreen = FromRgb(124, 252, 0);

    /// <summary>LemonChiffon</summary>
    public static readonly Scalar LemonChiffon = FromRgb(255, 250, 205);

    /// <summary>LightBlue</summary>
    public static readonly Scalar LightBlue = FromRgb(173, 216, 230);

    /// <summary>LightCoral</summary>
    public static readonly Scalar LightCoral = FromRgb(240, 128, 128);

    /// <summary>LightCyan</summary>
    public static readonly Scalar LightCyan = FromRgb(224, 255, 255);

    /// <summary>LightGoldenrodYellow</summary>
    public static readonly Scalar LightGoldenrodYellow = FromRgb(250, 250, 210);

    /// <summary>LightGray</summary>
    public static readonly Scalar LightGray = FromRgb(211, 211, 211);

    /// <summary>LightGreen</summary>
    public static readonly Scalar LightGreen = FromRgb(144, 238, 144);

    /// <summary>LightPink</summary>
    public static readonly Scalar LightPink = FromRgb(255, 182, 193);

    /// <summary>LightSalmon</summary>
    public static readonly Scalar LightSalmon = FromRgb(255, 160, 122);

    /// <summary>LightSeaGreen</summary>
    public static readonly Scalar LightSeaGreen = FromRgb(32, 178, 170);

    /// <summary>LightSkyBlue</summary>
    public static readonly Scalar LightSkyBlue = FromRgb(135, 206, 250);

    /// <summary>LightSlateGray</summary>
    public static readonly Scalar LightSlateGray = FromRgb(119, 136, 153);

    /// <summary>LightSteelBlue</summary>
    public static readonly Scalar LightSteelBlue = FromRgb(176, 196, 222);

    /// <summary>LightYellow</summary>
    public static readonly Scalar LightYellow = FromRgb(255, 255, 224);

    /// <summary>Lime</summary>
    public static readonly Scalar Lime = FromRgb(0, 255, 0);

    /// <summary>LimeGreen</summary>
    public static readonly Scalar LimeGreen = FromRgb(50, 205, 50);

    /// <summary>Linen</summary>
    public static readonly Scalar Linen = FromRgb(250, 240, 230);

    /// <summary>Magenta</summary>
    public static readonly Scalar Magenta = FromRgb(255, 0, 255);

    /// <summary>Maroon</summary>
    public static readonly Scalar Maroon = FromRgb(128, 0, 0);

    /// <summary>MediumAquamarine</summary>
    public static readonly Scalar MediumAquamarine = FromRgb(102, 205, 170);

    /// <summary>MediumBlue</summary>
    public static readonly Scalar MediumBlue = FromRgb(0, 0, 205);

    /// <summary>MediumOrchid</summary>
    public static readonly Scalar MediumOrchid = FromRgb(186, 85, 211);

    /// <summary>MediumPurple</summary>
    public static readonly Scalar MediumPurple = FromRgb(147, 112, 219);

    /// <summary>MediumSeaGreen</summary>
    public static readonly Scalar MediumSeaGreen = FromRgb(60, 179, 113);

    /// <summary>MediumSlateBlue</summary>
    public static readonly Scalar MediumSlateBlue = FromRgb(123, 104, 238);

    /// <summary>MediumSpringGreen</summary>
    public static readonly Scalar MediumSpringGreen = FromRgb(0, 250, 154);

    /// <summary>MediumTurquoise</summary>
    public static readonly Scalar MediumTurquoise = FromRgb(72, 209, 204);

    /// <summary>MediumVioletRed</summary>
    public static readonly Scalar MediumVioletRed = FromRgb(199, 21, 133);

    /// <summary>MidnightBlue</summary>
    public static readonly Scalar MidnightBlue = FromRgb(25, 25, 112);

    /// <summary>MintCream</summary>
    public static readonly Scalar MintCream = FromRgb(245, 255, 250);

    /// <summary>MistyRose</summary>
    public static readonly Scalar MistyRose = FromRgb(255, 228, 225);

    /// <summary>Moccasin</summary>
    public static readonly Scalar Moccasin = FromRgb(255, 228, 181);

    /// <summary>NavajoWhite</summary>
    public static readonly Scalar NavajoWhite = FromRgb(255, 222, 173);

    /// <summary>Navy</summary>
    public static readonly Scalar Navy = FromRgb(0, 0, 128);

    /// <summary>OldLace</summary>
    public static readonly Scalar OldLace = FromRgb(253, 245, 230);

    /// <summary>Olive</summary>
    public static readonly Scalar Olive = FromRgb(128, 128, 0);

    /// <summary>OliveDrab</summary>
    public static readonly Scalar OliveDrab = FromRgb(107, 142, 35);

    /// <summary>Orange</summary>
    public static readonly Scalar Orange = FromRgb(255, 165, 0);

    /// <summary>OrangeRed</summary>
    public static readonly Scalar OrangeRed = FromRgb(255, 69, 0);

    /// <summary>Orchid</summary>
    public static readonly Scalar Orchid = FromRgb(218, 112, 214);

    /// <summary>PaleGoldenrod</summary>
    public static readonly Scalar PaleGoldenrod = FromRgb(238, 232, 170);

    /// <summary>PaleGreen</summary>
    public static readonly Scalar PaleGreen = FromRgb(152, 251, 152);

    /// <summary>PaleTurquoise</summary>
    public static readonly Scalar PaleTurquoise = FromRgb(175, 238, 238);

    /// <summary>PaleVioletRed</summary>
    public static readonly Scalar PaleVioletRed = FromRgb(219, 112, 147);

    /// <summary>PapayaWhip</summary>
    public static readonly Scalar PapayaWhip = FromRgb(255, 239, 213);

    /// <summary>PeachPuff</summary>
    public static readonly Scalar PeachPuff = FromRgb(255, 218, 185);

    /// <summary>Peru</summary>
    public static readonly Scalar Peru = FromRgb(205, 133, 63);

    /// <summary>Pink</summary>
    public static readonly Scalar Pink = FromRgb(255, 192, 203);

    /// <summary>Plum</summary>
    public static readonly Scalar Plum = FromRgb(221, 160, 221);

    /// <summary>PowderBlue</summary>
    public static readonly Scalar PowderBlue = FromRgb(176, 224, 230);

    /// <summary>Purple</summary>
    public static readonly Scalar Purple = FromRgb(128, 0, 128);

    /// <summary>Red</summary>
    public static readonly Scalar Red = FromRgb(255, 0, 0);

    /// <summary>RosyBrown</summary>
    public static readonly Scalar RosyBrown = FromRgb(188, 143, 143);

    /// <summary>RoyalBlue</summary>
    public static readonly Scalar RoyalBlue = FromRgb(65, 105, 225);

    /// <summary>SaddleBrown</summary>
    public static readonly Scalar SaddleBrown = FromRgb(139, 69, 19);

    /// <summary>Salmon</summary>
    public static readonly Scalar Salmon = FromRgb(250, 128, 114);

    /// <summary>SandyBrown</summary>
    public static readonly Scalar SandyBrown = FromRgb(244, 164, 96);

    /// <summary>SeaGreen</summary>
    public static readonly Scalar SeaGreen = FromRgb(46, 139, 87);

    /// <summary>SeaShell</summary>
    public static readonly Scalar SeaShell = FromRgb(255, 245, 238);

    /// <summary>Sienna</summary>
    public static readonly Scalar Sienna = FromRgb(160, 82, 45);

    /// <summary>Silver</summary>
    public static readonly Scalar Silver = FromRgb(192, 192, 192);

    /// <summary>SkyBlue</summary>
    public static readonly Scalar SkyBlue = FromRgb(135, 206, 235);

    /// <summary>SlateBlue</summary>
    public static readonly Scalar SlateBlue = FromRgb(106, 90, 205);

    /// <summary>SlateGray</summary>
    public static readonly Scalar SlateGray = FromRgb(112, 128, 144);

    /// <summary>Snow</summary>
    public static readonly Scalar Snow = FromRgb(255, 250, 250);

    /// <summary>SpringGreen</summary>
    public static readonly Scalar SpringGreen = FromRgb(0, 255, 127);

    /// <summary>SteelBlue</summary>
    public static readonly Scalar SteelBlue = FromRgb(70, 130, 180);

    /// <summary>Tan</summary>
    public static readonly Scalar Tan = FromRgb(210, 180, 140);

    /// <summary>Teal</summary>
    public static readonly Scalar Teal = FromRgb(0, 128, 128);

    /// <summary>Thistle</summary>
    public static readonly Scalar Thistle = FromRgb(216, 191, 216);

    /// <summary>Tomato</summary>
    public static readonly Scalar Tomato = FromRgb(255, 99, 71);

    /// <summary>Turquoise</summary>
    public static readonly Scalar Turquoise = FromRgb(64, 224, 208);

    /// <summary>Violet</summary>
    public static readonly Scalar Violet = FromRgb(238, 130, 238);

    /// <summary>Wheat</summary>
    public static readonly Scalar Wheat = FromRgb(245, 222, 179);

    /// <summary>White</summary>
    public static readonly Scalar White = FromRgb(255, 255, 255);

    /// <summary>WhiteSmoke</summary>
    public static readonly Scalar WhiteSmoke = FromRgb(245, 245, 245);

    /// <summary>Yellow</summary>
    public static readonly Scalar Yellow = FromRgb(255, 255, 0);

    /// <summary>YellowGreen</summary>
    public static readonly Scalar YellowGreen = FromRgb(154, 205, 50);
}
