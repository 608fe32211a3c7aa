using System.Numerics;

namespace Wav2Kp.Faces.Synthetic.Model3D;

/// <summary>Draws triangles into a depth buffer and notes which one each pixel shows.</summary>
internal static class Rasterizer
{
    /// <summary>Draws the triangles that turn counter-clockwise where y points up, or clockwise where it points down.</summary>
    /// <param name="screen">The vertices: x and y in pixels, pixel centres at whole numbers, and a third number that is larger for what is nearer and linear over the screen.</param>
    /// <param name="triangles">Three vertices each.</param>
    /// <param name="width">The buffers' width.</param>
    /// <param name="height">The buffers' height.</param>
    /// <param name="depth">The third number of what each pixel shows; begins as negative infinity.</param>
    /// <param name="owners">The index of the first corner of the triangle that each pixel shows; null if nobody asks.</param>
    /// <param name="downwards">Whether the screen's y points down.</param>
    public static void Draw(Vector3[] screen, int[] triangles, int width, int height, float[] depth, int[]? owners, bool downwards = false)
    {
        for (int t = 0; t < triangles.Length; t += 3)
        {
            Vector3 a = screen[triangles[t]], b = screen[triangles[t + 1]], c = screen[triangles[t + 2]];
            if (downwards)
            {
                (b, c) = (c, b);
            }
            float area = ((b.X - a.X) * (c.Y - a.Y)) - ((c.X - a.X) * (b.Y - a.Y));
            if (!(area > 0))
            {
                continue;
            }
            int left = Math.Max(0, (int)MathF.Ceiling(Math.Min(a.X, Math.Min(b.X, c.X))));
            int right = Math.Min(width - 1, (int)MathF.Floor(Math.Max(a.X, Math.Max(b.X, c.X))));
            int top = Math.Max(0, (int)MathF.Ceiling(Math.Min(a.Y, Math.Min(b.Y, c.Y))));
            int bottom = Math.Min(height - 1, (int)MathF.Floor(Math.Max(a.Y, Math.Max(b.Y, c.Y))));
            if (left > right || top > bottom)
            {
                continue;
            }
            float inverse = 1 / area;
            float stepB = (c.Y - a.Y) * inverse, stepC = -(b.Y - a.Y) * inverse;
            for (int y = top; y <= bottom; y++)
            {
                float wb = (((left - a.X) * (c.Y - a.Y)) - ((c.X - a.X) * (y - a.Y))) * inverse;
                float wc = (((b.X - a.X) * (y - a.Y)) - ((left - a.X) * (b.Y - a.Y))) * inverse;
                int at = (y * width) + left;
                for (int x = left; x <= right; x++, at++, wb += stepB, wc += stepC)
                {
                    // a hair's breadth over the edge, so that neighbours leave no gap
                    if (wb >= -1e-5f && wc >= -1e-5f && wb + wc <= 1.00001f)
                    {
                        float z = a.Z + (wb * (b.Z - a.Z)) + (wc * (c.Z - a.Z));
                        if (z > depth[at])
                        {
                            depth[at] = z;
                            if (owners is not null)
                            {
                                owners[at] = t;
                            }
                        }
                    }
                }
            }
        }
    }
}
