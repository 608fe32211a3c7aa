// Shared by all parts of the shim: how functions are exported, how handles are checked, how errors travel.
//
// Every function returns 0, or another number after which w2k_error tells what went wrong; no exception leaves the library.
// A handle is a pointer to an object of this library; arrays of any kind (pictures, rectangles, bytes, text) travel as cv::Mat.
#pragma once

#include <cmath>
#include <cstdint>
#include <exception>
#include <new>
#include <vector>

#include <opencv2/core.hpp>

#define W2K_API extern "C" __attribute__((visibility("default")))

struct w2k_point { int32_t x, y; };
struct w2k_point2f { float x, y; };
struct w2k_size { int32_t width, height; };
struct w2k_rect { int32_t x, y, width, height; };
struct w2k_range { int32_t start, end; };
struct w2k_scalar { double v[4]; };

namespace w2k {

int fail(const cv::Exception& e) noexcept;
int fail(int code, const char* message) noexcept;

template <class Body>
int guarded(Body&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const cv::Exception& e) {
        return fail(e);
    } catch (const std::bad_alloc&) {
        return fail(cv::Error::StsNoMem, "Out of memory");
    } catch (const std::exception& e) {
        return fail(cv::Error::StsError, e.what());
    } catch (...) {
        return fail(cv::Error::StsError, "Unknown error");
    }
}

template <class T>
T& need(T* object) {
    if (object == nullptr) {
        CV_Error(cv::Error::StsNullPtr, "A handle is null");
    }
    return *object;
}

template <class T>
T* filled(T* values, int count) {
    if (count < 0 || (count > 0 && values == nullptr)) {
        CV_Error(cv::Error::StsNullPtr, "An array is null or of negative length");
    }
    return values;
}

// An array that is computed with. OpenCV's tables of functions by depth have holes at half precision, which it jumps into.
inline const cv::Mat& input(const cv::Mat* mat) {
    const cv::Mat& m = need(mat);
    if (m.depth() == CV_16F) {
        CV_Error(cv::Error::StsUnsupportedFormat, "Arrays of half precision (CV_16F) can be converted and copied only");
    }
    return m;
}

inline const cv::Mat& pixels(const cv::Mat* mat) {
    const cv::Mat& m = input(mat);
    if (m.empty()) {
        CV_Error(cv::Error::StsBadArg, "The input array is empty");
    }
    return m;
}

inline cv::_InputArray optional(const cv::Mat* mat) { return mat != nullptr ? cv::_InputArray(input(mat)) : cv::_InputArray(cv::noArray()); }
// an array of rows and columns, not empty unless said so
inline const cv::Mat& flat(const cv::Mat* mat) {
    const cv::Mat& m = input(mat);
    if (m.dims > 2) {
        CV_Error(cv::Error::StsBadArg, "The input array has more than two dimensions");
    }
    return m;
}

inline const cv::Mat& image(const cv::Mat* mat) {
    pixels(mat);
    return flat(mat);
}

// the depth of a result; negative for that of the input
inline int depth(int value) {
    if (value >= 0 && CV_MAT_DEPTH(value) == CV_16F) {
        CV_Error(cv::Error::StsUnsupportedFormat, "Results of half precision (CV_16F) come from conversions only");
    }
    return value;
}

inline double sane(double value, double most) {
    if (!(std::abs(value) <= most)) {
        CV_Error(cv::Error::StsOutOfRange, "An argument is not a number or too large");
    }
    return value;
}

// a mask of the array's size
inline cv::_InputArray mask_of(const cv::Mat* mask, const cv::Mat& mat) {
    if (mask != nullptr && mask->size != mat.size) {
        CV_Error(cv::Error::StsUnmatchedSizes, "The mask is not of the array's size");
    }
    return optional(mask);
}

inline cv::_OutputArray optional_out(cv::Mat* mat) { return mat != nullptr ? cv::_OutputArray(*mat) : cv::_OutputArray(cv::noArray()); }

inline cv::Point of(w2k_point p) { return {p.x, p.y}; }
inline cv::Point2f of(w2k_point2f p) { return {p.x, p.y}; }
inline cv::Size of(w2k_size s) { return {s.width, s.height}; }
inline cv::Rect of(w2k_rect r) { return {r.x, r.y, r.width, r.height}; }
inline cv::Scalar of(w2k_scalar s) { return {s.v[0], s.v[1], s.v[2], s.v[3]}; }
inline w2k_scalar of(const cv::Scalar& s) { return {{s[0], s[1], s[2], s[3]}}; }

inline std::vector<cv::Mat> list(const cv::Mat* const* mats, int count) {
    filled(mats, count);
    std::vector<cv::Mat> result;
    result.reserve(static_cast<size_t>(count));
    for (int i = 0; i < count; i++) {
        result.push_back(input(mats[i]));
    }
    return result;
}

// a vector's elements as a one-column array of its own
template <class T>
void assign(cv::Mat& destination, const std::vector<T>& values) {
    if (values.empty()) {
        destination.release();
    } else {
        cv::Mat(values, true).copyTo(destination);
    }
}

inline void assign(cv::Mat& destination, const cv::String& text) { assign(destination, std::vector<uchar>(text.begin(), text.end())); }

}  // namespace w2k
