using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace OpenCvSharp.Native;

#pragma warning disable IDE1006, SA1300 // the library's own names

/// <summary>The functions of libwav2kp_opencv.so, in the order of infra/native/opencv. All return 0, or another number after which w2k_error tells why.</summary>
internal static partial class NativeMethods
{
    private const string Library = NativeLibraryLoader.Library;

    [LibraryImport(Library)]
    public static partial void w2k_error(out int code, out int line, out IntPtr message, out IntPtr function, out IntPtr file);

    [LibraryImport(Library)]
    public static partial int w2k_version(MatHandle text);

    [LibraryImport(Library)]
    public static partial int w2k_set_num_threads(int count);

    [LibraryImport(Library)]
    public static partial int w2k_get_num_threads(out int count);

    [LibraryImport(Library)]
    public static partial int w2k_mat_new(out IntPtr result);

    [LibraryImport(Library)]
    public static partial void w2k_mat_delete(IntPtr mat);

    [LibraryImport(Library)]
    public static partial int w2k_mat_new_header(MatHandle mat, out IntPtr result);

    [LibraryImport(Library)]
    public static unsafe partial int w2k_mat_new_data(int dims, int[] sizes, int type, IntPtr data, long[]? steps, out IntPtr result);

    [LibraryImport(Library)]
    public static partial int w2k_mat_new_ranges(MatHandle mat, Range[] ranges, int count, out IntPtr result);

    [LibraryImport(Library)]
    public static partial int w2k_mat_info_of(MatHandle mat, out MatInfo info);

    [LibraryImport(Library)]
    public static partial int w2k_mat_dimension(MatHandle mat, int i, out int size, out long step);

    [LibraryImport(Library)]
    public static partial int w2k_mat_release(MatHandle mat);

    [LibraryImport(Library)]
    public static partial int w2k_mat_create(MatHandle mat, int dims, int[] sizes, int type);

    [LibraryImport(Library)]
    public static partial int w2k_mat_copy_to(MatHandle mat, MatHandle to, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_mat_convert_to(MatHandle mat, MatHandle to, int type, double alpha, double beta);

    [LibraryImport(Library)]
    public static partial int w2k_mat_assign_to(MatHandle mat, MatHandle to, int type);

    [LibraryImport(Library)]
    public static partial int w2k_mat_set_to(MatHandle mat, MatHandle value, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_mat_set_scalar(MatHandle mat, Scalar value, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_mat_reshape(MatHandle mat, int channels, int dims, int[] sizes, out IntPtr result);

    [LibraryImport(Library)]
    public static unsafe partial int w2k_mat_resize(MatHandle mat, int rows, Scalar* value);

    [LibraryImport(Library)]
    public static partial int w2k_mat_diagonal(MatHandle mat, int d, out IntPtr result);

    [LibraryImport(Library)]
    public static partial int w2k_mat_from_diagonal(MatHandle diagonal, out IntPtr result);

    [LibraryImport(Library)]
    public static partial int w2k_mat_set_identity(MatHandle mat, Scalar value);

    [LibraryImport(Library)]
    public static partial int w2k_mat_dot(MatHandle a, MatHandle b, out double result);

    [LibraryImport(Library)]
    public static partial int w2k_add(MatHandle a, MatHandle b, int values, MatHandle to, MatHandle mask, int type);

    [LibraryImport(Library)]
    public static partial int w2k_subtract(MatHandle a, MatHandle b, int values, MatHandle to, MatHandle mask, int type);

    [LibraryImport(Library)]
    public static partial int w2k_multiply(MatHandle a, MatHandle b, int values, MatHandle to, double scale, int type);

    [LibraryImport(Library)]
    public static partial int w2k_divide(MatHandle a, MatHandle b, int values, MatHandle to, double scale, int type);

    [LibraryImport(Library)]
    public static partial int w2k_absdiff(MatHandle a, MatHandle b, int values, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_add_weighted(MatHandle a, double alpha, MatHandle b, double beta, int values, double gamma, MatHandle to, int type);

    [LibraryImport(Library)]
    public static partial int w2k_bitwise(int operation, MatHandle a, MatHandle b, int values, MatHandle to, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_bitwise_not(MatHandle a, MatHandle to, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_mean(MatHandle a, MatHandle mask, out Scalar result);

    [LibraryImport(Library)]
    public static partial int w2k_mean_std_dev(MatHandle a, MatHandle mean, MatHandle deviation, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_sum(MatHandle a, out Scalar result);

    [LibraryImport(Library)]
    public static partial int w2k_count_non_zero(MatHandle a, out int result);

    [LibraryImport(Library)]
    public static unsafe partial int w2k_min_max_loc(MatHandle a, out double min, out double max, Point* minAt, Point* maxAt, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_norm(MatHandle a, MatHandle b, int type, MatHandle mask, out double result);

    [LibraryImport(Library)]
    public static partial int w2k_psnr(MatHandle a, MatHandle b, double range, out double result);

    [LibraryImport(Library)]
    public static partial int w2k_normalize(MatHandle a, MatHandle to, double alpha, double beta, int norm, int type, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_gemm(MatHandle a, MatHandle b, double alpha, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_invert(MatHandle a, MatHandle to, int method, out double result);

    [LibraryImport(Library)]
    public static partial int w2k_transpose(MatHandle a, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_flip(MatHandle a, MatHandle to, int code);

    [LibraryImport(Library)]
    public static partial int w2k_rotate(MatHandle a, MatHandle to, int code);

    [LibraryImport(Library)]
    public static partial int w2k_merge(IntPtr[] mats, int count, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_extract_channel(MatHandle a, MatHandle to, int channel);

    [LibraryImport(Library)]
    public static partial int w2k_concat(int direction, IntPtr[] mats, int count, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_copy_make_border(MatHandle a, MatHandle to, int top, int bottom, int left, int right, int type, Scalar value);

    [LibraryImport(Library)]
    public static partial int w2k_resize(MatHandle a, MatHandle to, Size size, double fx, double fy, int interpolation);

    [LibraryImport(Library)]
    public static partial int w2k_get_rect_sub_pix(MatHandle a, Size size, Point2f center, MatHandle to, int type);

    [LibraryImport(Library)]
    public static partial int w2k_warp_affine(MatHandle a, MatHandle to, MatHandle m, Size size, int flags, int border, Scalar value);

    [LibraryImport(Library)]
    public static partial int w2k_warp_perspective(MatHandle a, MatHandle to, MatHandle m, Size size, int flags, int border, Scalar value);

    [LibraryImport(Library)]
    public static partial int w2k_remap(MatHandle a, MatHandle to, MatHandle map1, MatHandle map2, int interpolation, int border, Scalar value);

    [LibraryImport(Library)]
    public static partial int w2k_get_rotation_matrix(Point2f center, double angle, double scale, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_invert_affine(MatHandle m, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_get_affine(MatHandle from, MatHandle toPoints, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_get_perspective(MatHandle from, MatHandle toPoints, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_estimate_affine(
        int partial, MatHandle from, MatHandle toPoints, MatHandle inliers, int method, double threshold, ulong iterations, double confidence, ulong refinements, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_transform(MatHandle a, MatHandle to, MatHandle m);

    [LibraryImport(Library)]
    public static partial int w2k_cvt_color(MatHandle a, MatHandle to, int code, int channels);

    [LibraryImport(Library)]
    public static partial int w2k_gaussian_blur(MatHandle a, MatHandle to, Size size, double sx, double sy, int border);

    [LibraryImport(Library)]
    public static partial int w2k_blur(MatHandle a, MatHandle to, Size size, Point anchor, int border);

    [LibraryImport(Library)]
    public static partial int w2k_median_blur(MatHandle a, MatHandle to, int size);

    [LibraryImport(Library)]
    public static partial int w2k_filter(MatHandle a, MatHandle to, int depth, MatHandle kernel, Point anchor, double delta, int border);

    [LibraryImport(Library)]
    public static partial int w2k_sobel(MatHandle a, MatHandle to, int depth, int dx, int dy, int size, double scale, double delta, int border);

    [LibraryImport(Library)]
    public static partial int w2k_laplacian(MatHandle a, MatHandle to, int depth, int size, double scale, double delta, int border);

    [LibraryImport(Library)]
    public static partial int w2k_canny(MatHandle a, MatHandle to, double low, double high, int aperture, int l2);

    [LibraryImport(Library)]
    public static partial int w2k_canny_gradients(MatHandle dx, MatHandle dy, MatHandle to, double low, double high, int l2);

    [LibraryImport(Library)]
    public static unsafe partial int w2k_morphology(int operation, MatHandle a, MatHandle to, MatHandle element, Point anchor, int iterations, int border, Scalar* value);

    [LibraryImport(Library)]
    public static partial int w2k_structuring_element(int shape, Size size, Point anchor, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_threshold(MatHandle a, MatHandle to, double threshold, double max, int type, out double used);

    [LibraryImport(Library)]
    public static partial int w2k_equalize_hist(MatHandle a, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_match_template(MatHandle a, MatHandle part, MatHandle to, int method, MatHandle mask);

    [LibraryImport(Library)]
    public static partial int w2k_integral(MatHandle a, MatHandle to, int depth);

    [LibraryImport(Library)]
    public static partial int w2k_calc_hist(
        IntPtr[] mats, int count, int[] channels, int channelCount, MatHandle mask, MatHandle to, int[] sizes, int sizeCount, float[] ranges, int rangeCount, int accumulate);

    [LibraryImport(Library)]
    public static partial int w2k_bounding_rect(MatHandle points, out Rect result);

    [LibraryImport(Library)]
    public static partial int w2k_convex_hull(MatHandle points, MatHandle to, int clockwise, int returnPoints);

    [LibraryImport(Library)]
    public static partial int w2k_line(MatHandle m, Point a, Point b, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    public static partial int w2k_arrowed_line(MatHandle m, Point a, Point b, Scalar color, int thickness, int type, int shift, double tip);

    [LibraryImport(Library)]
    public static partial int w2k_rectangle(MatHandle m, Point a, Point b, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    public static partial int w2k_rectangle_of(MatHandle m, Rect rect, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    public static partial int w2k_circle(MatHandle m, Point center, int radius, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    public static partial int w2k_ellipse(MatHandle m, Point center, Size axes, double angle, double start, double end, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    public static partial int w2k_ellipse_box(MatHandle m, Point2f center, Size2f size, float angle, Scalar color, int thickness, int type);

    [LibraryImport(Library)]
    public static partial int w2k_polylines(MatHandle m, Point[] points, int[] counts, int count, int closed, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    public static partial int w2k_fill_poly(MatHandle m, Point[] points, int[] counts, int count, Scalar color, int type, int shift, Point offset);

    [LibraryImport(Library)]
    public static partial int w2k_fill_convex_poly(MatHandle m, Point[] points, int count, Scalar color, int type, int shift);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_put_text(MatHandle m, string text, Point at, int font, double scale, Scalar color, int thickness, int type, int bottomLeft);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_get_text_size(string text, int font, double scale, int thickness, out int baseLine, out Size size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_imread(string path, int flags, MatHandle to);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_imwrite(string path, IntPtr[] mats, int count, int[] parameters, int parameterCount, out int written);

    [LibraryImport(Library)]
    public static partial int w2k_imdecode(ReadOnlySpan<byte> data, long length, int flags, MatHandle to);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_imencode(string extension, MatHandle a, int[] parameters, int parameterCount, MatHandle to, out int encoded);

    [LibraryImport(Library)]
    public static partial int w2k_optical_flow_lk(
        MatHandle previous, MatHandle next, MatHandle points, MatHandle nextPoints, MatHandle status, MatHandle errors, Size window, int levels, int criteria, int iterations, double epsilon, int flags, double least);

    [LibraryImport(Library)]
    public static partial int w2k_optical_flow_farneback(
        MatHandle previous, MatHandle next, MatHandle flow, double scale, int levels, int window, int iterations, int polyN, double polySigma, int flags);

    [LibraryImport(Library)]
    public static partial int w2k_good_features(MatHandle a, int count, double quality, double distance, MatHandle mask, int block, int harris, double k, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_cascade_new(out IntPtr result);

    [LibraryImport(Library)]
    public static partial void w2k_cascade_delete(IntPtr cascade);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_cascade_load(CascadeHandle cascade, string path, out int loaded);

    [LibraryImport(Library)]
    public static partial int w2k_cascade_describe(CascadeHandle cascade, out int empty, out int old, out Size window, out int feature);

    [LibraryImport(Library)]
    public static partial int w2k_cascade_detect(
        CascadeHandle cascade, MatHandle a, MatHandle rects, MatHandle levels, MatHandle weights, double factor, int neighbors, int flags, Size least, Size most, int withLevels);

    [LibraryImport(Library)]
    public static partial int w2k_net_new(out IntPtr result);

    [LibraryImport(Library)]
    public static partial void w2k_net_delete(IntPtr net);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_net_read_onnx_file(string path, out IntPtr result);

    [LibraryImport(Library)]
    public static partial int w2k_net_read_onnx(ReadOnlySpan<byte> data, long length, out IntPtr result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_net_read(string model, string config, string framework, out IntPtr result);

    [LibraryImport(Library)]
    public static partial int w2k_net_empty(NetHandle net, out int empty);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_net_set_input(NetHandle net, MatHandle blob, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_net_forward(NetHandle net, string name, MatHandle to);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_net_forward_many(NetHandle net, string[] names, IntPtr[] blobs, int count);

    [LibraryImport(Library)]
    public static partial int w2k_net_set_backend(NetHandle net, int backend);

    [LibraryImport(Library)]
    public static partial int w2k_net_set_target(NetHandle net, int target);

    [LibraryImport(Library)]
    public static partial int w2k_net_enable_fusion(NetHandle net, int fusion);

    [LibraryImport(Library)]
    public static partial int w2k_net_layer_names(NetHandle net, int what, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_net_out_layers(NetHandle net, MatHandle to);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_net_layer_id(NetHandle net, string name, out int id);

    [LibraryImport(Library)]
    public static partial int w2k_net_dump(NetHandle net, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_net_profile(NetHandle net, MatHandle timings, out long ticks);

    [LibraryImport(Library)]
    public static partial int w2k_blob_from_images(IntPtr[] mats, int count, double scale, Size size, Scalar mean, int swap, int crop, MatHandle to);

    [LibraryImport(Library)]
    public static partial int w2k_nms_boxes(Rect[] boxes, float[] scores, int count, float score, float overlap, float eta, int top, MatHandle to);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int w2k_yunet_new(string model, string config, Size size, float score, float overlap, int top, int backend, int target, out IntPtr result);

    [LibraryImport(Library)]
    public static partial void w2k_yunet_delete(IntPtr detector);

    [LibraryImport(Library)]
    public static partial int w2k_yunet_detect(FaceDetectorHandle detector, MatHandle image, MatHandle faces);
}
