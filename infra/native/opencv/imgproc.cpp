#include "shim.hpp"

#include <opencv2/calib3d.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

using w2k::flat;
using w2k::guarded;
using w2k::image;
using w2k::input;
using w2k::need;
using w2k::of;
using w2k::optional;
using w2k::sane;

// ---- geometry

W2K_API int w2k_resize(const cv::Mat* a, cv::Mat* to, w2k_size size, double fx, double fy, int interpolation) {
    return guarded([&] { cv::resize(flat(a), need(to), of(size), fx, fy, interpolation); });
}

W2K_API int w2k_get_rect_sub_pix(const cv::Mat* a, w2k_size size, w2k_point2f center, cv::Mat* to, int type) {
    return guarded([&] {
        CV_Assert(size.width > 0 && size.height > 0);
        CV_Assert(std::isfinite(center.x) && std::isfinite(center.y) && std::abs(center.x) < 1e8f && std::abs(center.y) < 1e8f);
        cv::getRectSubPix(image(a), of(size), of(center), need(to), w2k::depth(type));
    });
}

W2K_API int w2k_warp_affine(const cv::Mat* a, cv::Mat* to, const cv::Mat* m, w2k_size size, int flags, int border, w2k_scalar value) {
    return guarded([&] { cv::warpAffine(image(a), need(to), image(m), of(size), flags, border, of(value)); });
}

W2K_API int w2k_warp_perspective(const cv::Mat* a, cv::Mat* to, const cv::Mat* m, w2k_size size, int flags, int border, w2k_scalar value) {
    return guarded([&] { cv::warpPerspective(image(a), need(to), image(m), of(size), flags, border, of(value)); });
}

W2K_API int w2k_remap(const cv::Mat* a, cv::Mat* to, const cv::Mat* map1, const cv::Mat* map2, int interpolation, int border, w2k_scalar value) {
    return guarded([&] { cv::remap(image(a), need(to), image(map1), image(map2), interpolation, border, of(value)); });
}

W2K_API int w2k_get_rotation_matrix(w2k_point2f center, double angle, double scale, cv::Mat* to) {
    return guarded([&] { cv::getRotationMatrix2D(of(center), angle, scale).copyTo(need(to)); });
}

W2K_API int w2k_invert_affine(const cv::Mat* m, cv::Mat* to) { return guarded([&] { cv::invertAffineTransform(image(m), need(to)); }); }

W2K_API int w2k_get_affine(const cv::Mat* from, const cv::Mat* to_points, cv::Mat* to) {
    return guarded([&] { cv::getAffineTransform(image(from), image(to_points)).copyTo(need(to)); });
}

W2K_API int w2k_get_perspective(const cv::Mat* from, const cv::Mat* to_points, cv::Mat* to) {
    return guarded([&] { cv::getPerspectiveTransform(image(from), image(to_points)).copyTo(need(to)); });
}

W2K_API int w2k_estimate_affine(int partial, const cv::Mat* from, const cv::Mat* to_points, cv::Mat* inliers, int method, double threshold,
                                uint64_t iterations, double confidence, uint64_t refinements, cv::Mat* to) {
    return guarded([&] {
        auto estimate = partial ? [](cv::InputArray f, cv::InputArray t, cv::OutputArray i, int m, double r, size_t n, double c, size_t k) {
            return cv::estimateAffinePartial2D(f, t, i, m, r, n, c, k);
        } : [](cv::InputArray f, cv::InputArray t, cv::OutputArray i, int m, double r, size_t n, double c, size_t k) {
            return cv::estimateAffine2D(f, t, i, m, r, n, c, k);
        };
        estimate(image(from), image(to_points), w2k::optional_out(inliers), method, threshold, iterations, confidence, refinements).copyTo(need(to));
    });
}

W2K_API int w2k_transform(const cv::Mat* a, cv::Mat* to, const cv::Mat* m) { return guarded([&] { cv::transform(image(a), need(to), image(m)); }); }

// ---- filters

W2K_API int w2k_cvt_color(const cv::Mat* a, cv::Mat* to, int code, int channels) {
    return guarded([&] { cv::cvtColor(flat(a), need(to), code, channels); });
}

W2K_API int w2k_gaussian_blur(const cv::Mat* a, cv::Mat* to, w2k_size size, double sx, double sy, int border) {
    return guarded([&] { cv::GaussianBlur(image(a), need(to), of(size), sx, sy, border); });
}

W2K_API int w2k_blur(const cv::Mat* a, cv::Mat* to, w2k_size size, w2k_point anchor, int border) {
    return guarded([&] {
        CV_Assert(size.width > 0 && size.height > 0);
        cv::blur(image(a), need(to), of(size), of(anchor), border);
    });
}

W2K_API int w2k_median_blur(const cv::Mat* a, cv::Mat* to, int size) { return guarded([&] { cv::medianBlur(image(a), need(to), size); }); }

W2K_API int w2k_filter(const cv::Mat* a, cv::Mat* to, int depth, const cv::Mat* kernel, w2k_point anchor, double delta, int border) {
    return guarded([&] { cv::filter2D(image(a), need(to), w2k::depth(depth), image(kernel), of(anchor), delta, border); });
}

W2K_API int w2k_sobel(const cv::Mat* a, cv::Mat* to, int depth, int dx, int dy, int size, double scale, double delta, int border) {
    return guarded([&] { cv::Sobel(image(a), need(to), w2k::depth(depth), dx, dy, size, scale, delta, border); });
}

W2K_API int w2k_laplacian(const cv::Mat* a, cv::Mat* to, int depth, int size, double scale, double delta, int border) {
    return guarded([&] { cv::Laplacian(image(a), need(to), w2k::depth(depth), size, scale, delta, border); });
}

W2K_API int w2k_canny(const cv::Mat* a, cv::Mat* to, double low, double high, int aperture, int l2) {
    return guarded([&] { cv::Canny(image(a), need(to), low, high, aperture, l2 != 0); });
}

W2K_API int w2k_canny_gradients(const cv::Mat* dx, const cv::Mat* dy, cv::Mat* to, double low, double high, int l2) {
    return guarded([&] { cv::Canny(image(dx), image(dy), need(to), low, high, l2 != 0); });
}

// operation: 0 erode, 1 dilate
W2K_API int w2k_morphology(int operation, const cv::Mat* a, cv::Mat* to, const cv::Mat* element, w2k_point anchor, int iterations, int border,
                           const w2k_scalar* value) {
    return guarded([&] {
        CV_Assert(iterations >= 0);
        const cv::Mat kernel = element != nullptr ? *element : cv::Mat();
        const cv::Scalar fill = value != nullptr ? of(*value) : cv::morphologyDefaultBorderValue();
        if (operation == 0) {
            cv::erode(image(a), need(to), kernel, of(anchor), iterations, border, fill);
        } else {
            cv::dilate(image(a), need(to), kernel, of(anchor), iterations, border, fill);
        }
    });
}

W2K_API int w2k_structuring_element(int shape, w2k_size size, w2k_point anchor, cv::Mat* to) {
    return guarded([&] {
        CV_Assert(size.width > 0 && size.height > 0);
        cv::getStructuringElement(shape, of(size), of(anchor)).copyTo(need(to));
    });
}

W2K_API int w2k_threshold(const cv::Mat* a, cv::Mat* to, double threshold, double max, int type, double* used) {
    return guarded([&] { *used = cv::threshold(image(a), need(to), threshold, max, type); });
}

W2K_API int w2k_equalize_hist(const cv::Mat* a, cv::Mat* to) { return guarded([&] { cv::equalizeHist(image(a), need(to)); }); }

W2K_API int w2k_match_template(const cv::Mat* a, const cv::Mat* part, cv::Mat* to, int method, const cv::Mat* mask) {
    return guarded([&] { cv::matchTemplate(image(a), image(part), need(to), method, optional(mask)); });
}

W2K_API int w2k_integral(const cv::Mat* a, cv::Mat* to, int depth) { return guarded([&] { cv::integral(image(a), need(to), w2k::depth(depth)); }); }

W2K_API int w2k_calc_hist(const cv::Mat* const* mats, int count, const int* channels, int channel_count, const cv::Mat* mask, cv::Mat* to,
                          const int* sizes, int size_count, const float* ranges, int range_count, int accumulate) {
    return guarded([&] {
        w2k::filled(channels, channel_count);
        w2k::filled(sizes, size_count);
        w2k::filled(ranges, range_count);
        const std::vector<cv::Mat> all = w2k::list(mats, count);
        CV_Assert(!all.empty());
        cv::calcHist(all, std::vector<int>(channels, channels + channel_count), optional(mask), need(to), std::vector<int>(sizes, sizes + size_count),
                     std::vector<float>(ranges, ranges + range_count), accumulate != 0);
    });
}

// ---- shapes

W2K_API int w2k_bounding_rect(const cv::Mat* points, w2k_rect* result) {
    return guarded([&] {
        const cv::Rect r = cv::boundingRect(image(points));
        *result = {r.x, r.y, r.width, r.height};
    });
}

W2K_API int w2k_convex_hull(const cv::Mat* points, cv::Mat* to, int clockwise, int return_points) {
    return guarded([&] { cv::convexHull(image(points), need(to), clockwise != 0, return_points != 0); });
}

// ---- drawing
// OpenCV's drawing functions count through coordinates far outside of the image, overflow, and do not look at the number of
// dimensions: what they are given is limited here.

namespace {

constexpr int64_t kFarthest = 1000000;  // pixels

cv::Mat& canvas(cv::Mat* m) {
    input(m);
    if (m->empty() || m->dims != 2) {
        CV_Error(cv::Error::StsBadArg, "There is no image to draw on: it is empty or has more than two dimensions");
    }
    return *m;
}

void within(int64_t value, int shift) {
    CV_Assert(shift >= 0 && shift <= 16);
    if (value > kFarthest << shift || value < -(kFarthest << shift)) {
        CV_Error(cv::Error::StsOutOfRange, "A coordinate or length to draw lies more than 1,000,000 pixels away");
    }
}

cv::Point near(w2k_point p, int shift) {
    within(p.x, shift);
    within(p.y, shift);
    return of(p);
}

}  // namespace

W2K_API int w2k_line(cv::Mat* m, w2k_point a, w2k_point b, w2k_scalar color, int thickness, int type, int shift) {
    return guarded([&] { cv::line(canvas(m), near(a, shift), near(b, shift), of(color), thickness, type, shift); });
}

W2K_API int w2k_arrowed_line(cv::Mat* m, w2k_point a, w2k_point b, w2k_scalar color, int thickness, int type, int shift, double tip) {
    return guarded([&] {
        sane(tip, 10);
        cv::arrowedLine(canvas(m), near(a, shift), near(b, shift), of(color), thickness, type, shift, tip);
    });
}

W2K_API int w2k_rectangle(cv::Mat* m, w2k_point a, w2k_point b, w2k_scalar color, int thickness, int type, int shift) {
    return guarded([&] { cv::rectangle(canvas(m), near(a, shift), near(b, shift), of(color), thickness, type, shift); });
}

W2K_API int w2k_rectangle_of(cv::Mat* m, w2k_rect rect, w2k_scalar color, int thickness, int type, int shift) {
    return guarded([&] {
        near({rect.x, rect.y}, shift);
        near({rect.width, rect.height}, shift);
        if (rect.width > 0 && rect.height > 0) {
            // the last pixel is inside, as cv::rectangle takes a cv::Rect, without its overflow for large ones
            const cv::Point last(rect.x + rect.width - (1 << shift), rect.y + rect.height - (1 << shift));
            cv::rectangle(canvas(m), {rect.x, rect.y}, last, of(color), thickness, type, shift);
        }
    });
}

W2K_API int w2k_circle(cv::Mat* m, w2k_point center, int radius, w2k_scalar color, int thickness, int type, int shift) {
    return guarded([&] {
        within(radius, shift);
        cv::circle(canvas(m), near(center, shift), radius, of(color), thickness, type, shift);
    });
}

W2K_API int w2k_ellipse(cv::Mat* m, w2k_point center, w2k_size axes, double angle, double start, double end, w2k_scalar color, int thickness, int type,
                        int shift) {
    return guarded([&] {
        sane(angle, 1e6);
        sane(start, 1e6);
        sane(end, 1e6);
        near({axes.width, axes.height}, shift);
        cv::ellipse(canvas(m), near(center, shift), of(axes), angle, start, end, of(color), thickness, type, shift);
    });
}

W2K_API int w2k_ellipse_box(cv::Mat* m, w2k_point2f center, w2k_point2f size, float angle, w2k_scalar color, int thickness, int type) {
    return guarded([&] {
        for (float value : {center.x, center.y, size.x, size.y, angle}) {
            sane(value, 1e6);
        }
        cv::ellipse(canvas(m), cv::RotatedRect(of(center), cv::Size2f(size.x, size.y), angle), of(color), thickness, type);
    });
}

namespace {

// polygons one after the other: the number of points of each, and all points
std::vector<std::vector<cv::Point>> polygons(const w2k_point* points, const int* counts, int count, int shift) {
    w2k::filled(counts, count);
    std::vector<std::vector<cv::Point>> all;
    for (int i = 0; i < count; i++) {
        w2k::filled(points, counts[i]);
        std::vector<cv::Point> one;
        for (int k = 0; k < counts[i]; k++) {
            one.push_back(near(*points++, shift));
        }
        if (!one.empty()) {
            all.push_back(std::move(one));
        }
    }
    return all;
}

}  // namespace

W2K_API int w2k_polylines(cv::Mat* m, const w2k_point* points, const int* counts, int count, int closed, w2k_scalar color, int thickness, int type,
                          int shift) {
    return guarded([&] {
        const auto all = polygons(points, counts, count, shift);
        if (!all.empty()) {
            cv::polylines(canvas(m), all, closed != 0, of(color), thickness, type, shift);
        }
    });
}

W2K_API int w2k_fill_poly(cv::Mat* m, const w2k_point* points, const int* counts, int count, w2k_scalar color, int type, int shift, w2k_point offset) {
    return guarded([&] {
        const auto all = polygons(points, counts, count, shift);
        if (!all.empty()) {
            cv::fillPoly(canvas(m), all, of(color), type, shift, near(offset, 0));
        }
    });
}

W2K_API int w2k_fill_convex_poly(cv::Mat* m, const w2k_point* points, int count, w2k_scalar color, int type, int shift) {
    return guarded([&] {
        const auto all = polygons(points, &count, 1, shift);
        if (!all.empty()) {
            cv::fillConvexPoly(canvas(m), all[0], of(color), type, shift);
        }
    });
}

W2K_API int w2k_put_text(cv::Mat* m, const char* text, w2k_point at, int font, double scale, w2k_scalar color, int thickness, int type, int bottom_left) {
    return guarded([&] {
        sane(scale, 1000);
        cv::putText(canvas(m), text != nullptr ? text : "", near(at, 0), font, scale, of(color), thickness, type, bottom_left != 0);
    });
}

W2K_API int w2k_get_text_size(const char* text, int font, double scale, int thickness, int* base_line, w2k_size* size) {
    return guarded([&] {
        sane(scale, 1000);
        const cv::Size s = cv::getTextSize(text != nullptr ? text : "", font, scale, thickness, base_line);
        *size = {s.width, s.height};
    });
}

// ---- image files

W2K_API int w2k_imread(const char* path, int flags, cv::Mat* to) {
    return guarded([&] { need(to) = cv::imread(path != nullptr ? path : "", flags); });
}

W2K_API int w2k_imwrite(const char* path, const cv::Mat* const* mats, int count, const int* parameters, int parameter_count, int* written) {
    return guarded([&] {
        w2k::filled(parameters, parameter_count);
        const std::vector<cv::Mat> all = w2k::list(mats, count);
        CV_Assert(!all.empty());
        const std::vector<int> values(parameters, parameters + parameter_count);
        *written = all.size() == 1 ? cv::imwrite(path != nullptr ? path : "", all[0], values) : cv::imwrite(path != nullptr ? path : "", all, values);
    });
}

W2K_API int w2k_imdecode(const uchar* data, int64_t length, int flags, cv::Mat* to) {
    return guarded([&] {
        CV_Assert(data != nullptr && length > 0 && length <= INT32_MAX);
        need(to) = cv::imdecode(cv::Mat(1, static_cast<int>(length), CV_8UC1, const_cast<uchar*>(data)), flags);
    });
}

W2K_API int w2k_imencode(const char* extension, const cv::Mat* a, const int* parameters, int parameter_count, cv::Mat* to, int* encoded) {
    return guarded([&] {
        w2k::filled(parameters, parameter_count);
        std::vector<uchar> bytes;
        *encoded = cv::imencode(extension != nullptr ? extension : "", image(a), bytes, std::vector<int>(parameters, parameters + parameter_count));
        w2k::assign(need(to), bytes);
    });
}

// ---- motion

W2K_API int w2k_optical_flow_lk(const cv::Mat* previous, const cv::Mat* next, const cv::Mat* points, cv::Mat* next_points, cv::Mat* status, cv::Mat* errors,
                                w2k_size window, int levels, int criteria, int iterations, double epsilon, int flags, double least) {
    return guarded([&] {
        CV_Assert(image(previous).size() == image(next).size() && previous->type() == next->type());
        cv::calcOpticalFlowPyrLK(*previous, *next, image(points), need(next_points), need(status), w2k::optional_out(errors), of(window), levels,
                                 cv::TermCriteria(criteria, iterations, epsilon), flags, least);
    });
}

W2K_API int w2k_optical_flow_farneback(const cv::Mat* previous, const cv::Mat* next, cv::Mat* flow, double scale, int levels, int window, int iterations,
                                       int poly_n, double poly_sigma, int flags) {
    return guarded([&] {
        CV_Assert(levels > 0 && window > 0 && iterations >= 0 && (poly_n == 5 || poly_n == 7) && scale > 0 && scale < 1);
        cv::calcOpticalFlowFarneback(image(previous), image(next), need(flow), scale, levels, window, iterations, poly_n, poly_sigma, flags);
    });
}

W2K_API int w2k_good_features(const cv::Mat* a, int count, double quality, double distance, const cv::Mat* mask, int block, int harris, double k,
                              cv::Mat* to) {
    return guarded([&] {
        std::vector<cv::Point2f> corners;
        CV_Assert(block > 0 && block < 1000);
        sane(distance, 1e6);
        cv::goodFeaturesToTrack(image(a), corners, count, quality, distance, w2k::mask_of(mask, *a), block, harris != 0, k);
        w2k::assign(need(to), corners);
    });
}
