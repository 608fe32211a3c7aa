#include "shim.hpp"

#include <cstring>
#include <string>

using w2k::guarded;
using w2k::need;
using w2k::of;

namespace {

struct last_error {
    int code = 0;
    int line = 0;
    std::string message, function, file;
};

thread_local last_error error;

// cv::Mat's own limit, which it keeps by the name CV_MAX_DIM in a header of the C interface
constexpr int kMaxDims = 32;

}  // namespace

int w2k::fail(const cv::Exception& e) noexcept {
    try {
        error = {e.code, e.line, e.err, e.func, e.file};
    } catch (...) {
        error.code = e.code;
    }
    return 1;
}

int w2k::fail(int code, const char* message) noexcept {
    try {
        error = {code, 0, message, "", ""};
    } catch (...) {
        error.code = code;
    }
    return 1;
}

// Raised by one whenever a signature changes, so that a library of another build is noticed when it is loaded.
W2K_API int w2k_abi() { return 2; }

W2K_API void w2k_error(int* code, int* line, const char** message, const char** function, const char** file) {
    *code = error.code;
    *line = error.line;
    *message = error.message.c_str();
    *function = error.function.c_str();
    *file = error.file.c_str();
}

W2K_API int w2k_version(cv::Mat* text) { return guarded([&] { w2k::assign(need(text), cv::getVersionString()); }); }
W2K_API int w2k_set_num_threads(int count) { return guarded([&] { cv::setNumThreads(count); }); }
W2K_API int w2k_get_num_threads(int* count) { return guarded([&] { *count = cv::getNumThreads(); }); }

// ---- Mat

struct w2k_mat_info {
    void* data;
    const void* data_start;
    const void* data_end;
    int64_t total, step;
    int32_t flags, dims, rows, cols, type, elem_size, elem_size1, continuous, submatrix, empty;
};

W2K_API int w2k_mat_new(cv::Mat** result) { return guarded([&] { *result = new cv::Mat(); }); }
W2K_API void w2k_mat_delete(cv::Mat* mat) { delete mat; }

W2K_API int w2k_mat_new_header(const cv::Mat* mat, cv::Mat** result) { return guarded([&] { *result = new cv::Mat(need(mat)); }); }

W2K_API int w2k_mat_new_data(int dims, const int* sizes, int type, void* data, const int64_t* steps, cv::Mat** result) {
    return guarded([&] {
        CV_Assert(dims >= 2 && dims <= kMaxDims);
        w2k::filled(sizes, dims);
        size_t bytes[kMaxDims] = {};
        size_t least = CV_ELEM_SIZE(type);
        bool empty = false;
        for (int i = dims - 1; i >= 0; i--) {
            CV_Assert(sizes[i] >= 0);
            empty |= sizes[i] == 0;
            bytes[i] = least;
            if (i < dims - 1 && steps != nullptr && steps[i] != 0) {
                CV_Assert(steps[i] > 0 && static_cast<size_t>(steps[i]) >= least && steps[i] % static_cast<int64_t>(CV_ELEM_SIZE1(type)) == 0);
                bytes[i] = static_cast<size_t>(steps[i]);
            }
            least = bytes[i] * static_cast<size_t>(sizes[i]);
        }
        CV_Assert(empty || data != nullptr);
        *result = new cv::Mat(dims, sizes, type, data, bytes);
    });
}

W2K_API int w2k_mat_new_ranges(const cv::Mat* mat, const w2k_range* ranges, int count, cv::Mat** result) {
    return guarded([&] {
        const cv::Mat& m = need(mat);
        w2k::filled(ranges, count);
        CV_Assert(count == m.dims);
        if (count == 2) {
            // unlike the general form, lets a part be empty
            *result = new cv::Mat(m, cv::Range(ranges[0].start, ranges[0].end), cv::Range(ranges[1].start, ranges[1].end));
            return;
        }
        std::vector<cv::Range> all;
        for (int i = 0; i < count; i++) {
            all.emplace_back(ranges[i].start, ranges[i].end);
        }
        *result = new cv::Mat(m, all);
    });
}

W2K_API int w2k_mat_info_of(const cv::Mat* mat, w2k_mat_info* info) {
    return guarded([&] {
        const cv::Mat& m = need(mat);
        *info = {m.data,
                 m.datastart,
                 m.dataend,
                 static_cast<int64_t>(m.total()),
                 m.dims > 0 ? static_cast<int64_t>(m.step[0]) : 0,
                 m.flags,
                 m.dims,
                 m.rows,
                 m.cols,
                 m.type(),
                 static_cast<int32_t>(m.elemSize()),
                 static_cast<int32_t>(m.elemSize1()),
                 m.isContinuous(),
                 m.isSubmatrix(),
                 m.empty()};
    });
}

W2K_API int w2k_mat_dimension(const cv::Mat* mat, int i, int* size, int64_t* step) {
    return guarded([&] {
        const cv::Mat& m = need(mat);
        CV_Assert(i >= 0 && i < m.dims);
        *size = m.size[i];
        *step = static_cast<int64_t>(m.step[i]);
    });
}

W2K_API int w2k_mat_release(cv::Mat* mat) { return guarded([&] { need(mat).release(); }); }

W2K_API int w2k_mat_create(cv::Mat* mat, int dims, const int* sizes, int type) {
    return guarded([&] {
        CV_Assert(dims >= 1 && dims <= kMaxDims);
        need(mat).create(dims, w2k::filled(sizes, dims), type);
    });
}

W2K_API int w2k_mat_copy_to(const cv::Mat* mat, cv::Mat* to, const cv::Mat* mask) {
    return guarded([&] {
        if (mask == nullptr) {
            need(mat).copyTo(need(to));
        } else {
            need(mat).copyTo(need(to), w2k::mask_of(mask, *mat));
        }
    });
}

W2K_API int w2k_mat_convert_to(const cv::Mat* mat, cv::Mat* to, int type, double alpha, double beta) {
    return guarded([&] { need(mat).convertTo(need(to), type, alpha, beta); });
}

W2K_API int w2k_mat_assign_to(const cv::Mat* mat, cv::Mat* to, int type) { return guarded([&] { need(mat).assignTo(need(to), type); }); }

W2K_API int w2k_mat_set_to(cv::Mat* mat, const cv::Mat* value, const cv::Mat* mask) {
    return guarded([&] { need(mat).setTo(w2k::input(value), w2k::mask_of(mask, *mat)); });
}

W2K_API int w2k_mat_set_scalar(cv::Mat* mat, w2k_scalar value, const cv::Mat* mask) {
    return guarded([&] {
        if (mask == nullptr) {
            // unlike setTo, takes zeros for more than four channels
            need(mat) = of(value);
        } else {
            need(mat).setTo(of(value), w2k::mask_of(mask, *mat));
        }
    });
}

W2K_API int w2k_mat_reshape(const cv::Mat* mat, int channels, int dims, const int* sizes, cv::Mat** result) {
    return guarded([&] {
        const cv::Mat& m = need(mat);
        CV_Assert(dims >= 1 && dims <= kMaxDims && channels >= 0 && channels <= CV_CN_MAX);
        w2k::filled(sizes, dims);
        *result = new cv::Mat(dims == 1 ? m.reshape(channels, sizes[0]) : m.reshape(channels, dims, sizes));
    });
}

W2K_API int w2k_mat_resize(cv::Mat* mat, int rows, const w2k_scalar* value) {
    return guarded([&] {
        CV_Assert(rows >= 0 && need(mat).dims > 0);
        for (int i = 1; i < mat->dims; i++) {
            CV_Assert(mat->size[i] > 0);
        }
        if (value == nullptr) {
            mat->resize(static_cast<size_t>(rows));
        } else {
            mat->resize(static_cast<size_t>(rows), of(*value));
        }
    });
}

W2K_API int w2k_mat_diagonal(const cv::Mat* mat, int d, cv::Mat** result) {
    return guarded([&] {
        const cv::Mat& m = need(mat);
        CV_Assert(m.dims == 2 && (d >= 0 ? m.cols - d : m.rows + d) > 0);
        *result = new cv::Mat(m.diag(d));
    });
}

W2K_API int w2k_mat_from_diagonal(const cv::Mat* diagonal, cv::Mat** result) {
    return guarded([&] {
        const cv::Mat& m = w2k::pixels(diagonal);
        CV_Assert(m.dims == 2 && (m.cols == 1 || m.rows == 1));
        *result = new cv::Mat(cv::Mat::diag(m));
    });
}

W2K_API int w2k_mat_set_identity(cv::Mat* mat, w2k_scalar value) { return guarded([&] { cv::setIdentity(need(mat), of(value)); }); }
W2K_API int w2k_mat_dot(const cv::Mat* a, const cv::Mat* b, double* result) { return guarded([&] { *result = w2k::input(a).dot(w2k::input(b)); }); }

// ---- arithmetic
// values: 1 when a, 2 when b is a value for each channel (a column of one double or four) and not an array. OpenCV guesses that
// from the shapes, and is wrong for arrays of one element.

using w2k::input;

namespace {

cv::_InputArray operand(const cv::Mat* mat, int value) {
    const cv::Mat& m = w2k::pixels(mat);
    if (value == 0) {
        return m;
    }
    CV_Assert(m.type() == CV_64FC1 && m.isContinuous() && (m.total() == 1 || m.total() == 4));
    const auto* first = m.ptr<double>();
    return m.total() == 1 ? cv::_InputArray(*first) : cv::_InputArray(*reinterpret_cast<const cv::Matx41d*>(first));
}

}  // namespace

W2K_API int w2k_add(const cv::Mat* a, const cv::Mat* b, int values, cv::Mat* to, const cv::Mat* mask, int type) {
    return guarded([&] { cv::add(operand(a, values & 1), operand(b, values & 2), need(to), w2k::mask_of(mask, values & 1 ? need(b) : need(a)), w2k::depth(type)); });
}

W2K_API int w2k_subtract(const cv::Mat* a, const cv::Mat* b, int values, cv::Mat* to, const cv::Mat* mask, int type) {
    return guarded([&] { cv::subtract(operand(a, values & 1), operand(b, values & 2), need(to), w2k::mask_of(mask, values & 1 ? need(b) : need(a)), w2k::depth(type)); });
}

W2K_API int w2k_multiply(const cv::Mat* a, const cv::Mat* b, int values, cv::Mat* to, double scale, int type) {
    return guarded([&] { cv::multiply(operand(a, values & 1), operand(b, values & 2), need(to), scale, w2k::depth(type)); });
}

W2K_API int w2k_divide(const cv::Mat* a, const cv::Mat* b, int values, cv::Mat* to, double scale, int type) {
    return guarded([&] { cv::divide(operand(a, values & 1), operand(b, values & 2), need(to), scale, w2k::depth(type)); });
}

W2K_API int w2k_absdiff(const cv::Mat* a, const cv::Mat* b, int values, cv::Mat* to) {
    return guarded([&] { cv::absdiff(operand(a, values & 1), operand(b, values & 2), need(to)); });
}

W2K_API int w2k_add_weighted(const cv::Mat* a, double alpha, const cv::Mat* b, double beta, int values, double gamma, cv::Mat* to, int type) {
    return guarded([&] { cv::addWeighted(operand(a, values & 1), alpha, operand(b, values & 2), beta, gamma, need(to), w2k::depth(type)); });
}

// operation: 0 and, 1 or, 2 xor
W2K_API int w2k_bitwise(int operation, const cv::Mat* a, const cv::Mat* b, int values, cv::Mat* to, const cv::Mat* mask) {
    return guarded([&] {
        const cv::_InputArray first = operand(a, values & 1), second = operand(b, values & 2);
        switch (operation) {
            case 0: cv::bitwise_and(first, second, need(to), w2k::mask_of(mask, values & 1 ? need(b) : need(a))); break;
            case 1: cv::bitwise_or(first, second, need(to), w2k::mask_of(mask, values & 1 ? need(b) : need(a))); break;
            case 2: cv::bitwise_xor(first, second, need(to), w2k::mask_of(mask, values & 1 ? need(b) : need(a))); break;
            default: CV_Error(cv::Error::StsBadArg, "No such bitwise operation");
        }
    });
}

W2K_API int w2k_bitwise_not(const cv::Mat* a, cv::Mat* to, const cv::Mat* mask) {
    return guarded([&] { cv::bitwise_not(input(a), need(to), w2k::mask_of(mask, need(a))); });
}

W2K_API int w2k_mean(const cv::Mat* a, const cv::Mat* mask, w2k_scalar* result) {
    return guarded([&] { *result = of(cv::mean(input(a), w2k::mask_of(mask, need(a)))); });
}

W2K_API int w2k_mean_std_dev(const cv::Mat* a, cv::Mat* mean, cv::Mat* deviation, const cv::Mat* mask) {
    return guarded([&] { cv::meanStdDev(input(a), need(mean), need(deviation), w2k::mask_of(mask, need(a))); });
}

W2K_API int w2k_sum(const cv::Mat* a, w2k_scalar* result) { return guarded([&] { *result = of(cv::sum(input(a))); }); }
W2K_API int w2k_count_non_zero(const cv::Mat* a, int* result) { return guarded([&] { *result = cv::countNonZero(input(a)); }); }

W2K_API int w2k_min_max_loc(const cv::Mat* a, double* min, double* max, w2k_point* min_at, w2k_point* max_at, const cv::Mat* mask) {
    return guarded([&] {
        cv::Point lowest, highest;
        CV_Assert(w2k::pixels(a).dims == 2);
        cv::minMaxLoc(*a, min, max, min_at != nullptr ? &lowest : nullptr, max_at != nullptr ? &highest : nullptr, w2k::mask_of(mask, need(a)));
        if (min_at != nullptr) {
            *min_at = {lowest.x, lowest.y};
        }
        if (max_at != nullptr) {
            *max_at = {highest.x, highest.y};
        }
    });
}

W2K_API int w2k_norm(const cv::Mat* a, const cv::Mat* b, int type, const cv::Mat* mask, double* result) {
    return guarded([&] { *result = b == nullptr ? cv::norm(input(a), type, w2k::mask_of(mask, need(a))) : cv::norm(w2k::pixels(a), w2k::pixels(b), type, w2k::mask_of(mask, need(a))); });
}

W2K_API int w2k_psnr(const cv::Mat* a, const cv::Mat* b, double range, double* result) {
    return guarded([&] { *result = cv::PSNR(w2k::pixels(a), w2k::pixels(b), range); });
}

W2K_API int w2k_normalize(const cv::Mat* a, cv::Mat* to, double alpha, double beta, int norm, int type, const cv::Mat* mask) {
    return guarded([&] { cv::normalize(input(a), need(to), alpha, beta, norm, w2k::depth(type), w2k::mask_of(mask, need(a))); });
}

W2K_API int w2k_gemm(const cv::Mat* a, const cv::Mat* b, double alpha, cv::Mat* to) {
    return guarded([&] { cv::gemm(w2k::image(a), w2k::image(b), alpha, cv::noArray(), 0, need(to)); });
}

W2K_API int w2k_invert(const cv::Mat* a, cv::Mat* to, int method, double* result) {
    return guarded([&] { *result = cv::invert(w2k::image(a), need(to), method); });
}

W2K_API int w2k_transpose(const cv::Mat* a, cv::Mat* to) { return guarded([&] { cv::transpose(w2k::flat(a), need(to)); }); }
W2K_API int w2k_flip(const cv::Mat* a, cv::Mat* to, int code) { return guarded([&] { cv::flip(w2k::image(a), need(to), code); }); }
W2K_API int w2k_rotate(const cv::Mat* a, cv::Mat* to, int code) { return guarded([&] { cv::rotate(w2k::image(a), need(to), code); }); }

W2K_API int w2k_merge(const cv::Mat* const* mats, int count, cv::Mat* to) {
    return guarded([&] {
        const std::vector<cv::Mat> all = w2k::list(mats, count);
        for (const cv::Mat& one : all) {
            w2k::pixels(&one);
        }
        cv::merge(all, need(to));
    });
}

W2K_API int w2k_extract_channel(const cv::Mat* a, cv::Mat* to, int channel) {
    return guarded([&] { cv::extractChannel(w2k::pixels(a), need(to), channel); });
}

// direction: 0 side by side, 1 one below the other
W2K_API int w2k_concat(int direction, const cv::Mat* const* mats, int count, cv::Mat* to) {
    return guarded([&] {
        const std::vector<cv::Mat> all = w2k::list(mats, count);
        CV_Assert(!all.empty());
        for (const cv::Mat& one : all) {
            w2k::flat(&one);
        }
        if (direction == 0) {
            cv::hconcat(all, need(to));
        } else {
            cv::vconcat(all, need(to));
        }
    });
}

W2K_API int w2k_copy_make_border(const cv::Mat* a, cv::Mat* to, int top, int bottom, int left, int right, int type, w2k_scalar value) {
    return guarded([&] { cv::copyMakeBorder(w2k::image(a), need(to), top, bottom, left, right, type, of(value)); });
}
