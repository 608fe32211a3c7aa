#include "shim.hpp"

#include <algorithm>
#include <string>

#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

using w2k::guarded;
using w2k::need;
using w2k::of;
using w2k::pixels;

namespace {

std::vector<cv::String> strings(const char* const* values, int count) {
    w2k::filled(values, count);
    std::vector<cv::String> all;
    for (int i = 0; i < count; i++) {
        all.emplace_back(values[i] != nullptr ? values[i] : "");
    }
    return all;
}

// lines that end with a zero byte each
void assign_lines(cv::Mat& to, const std::vector<cv::String>& lines) {
    std::vector<uchar> bytes;
    for (const cv::String& line : lines) {
        bytes.insert(bytes.end(), line.begin(), line.end());
        bytes.push_back(0);
    }
    w2k::assign(to, bytes);
}

}  // namespace

// ---- cascades

W2K_API int w2k_cascade_new(cv::CascadeClassifier** result) { return guarded([&] { *result = new cv::CascadeClassifier(); }); }
W2K_API void w2k_cascade_delete(cv::CascadeClassifier* cascade) { delete cascade; }

W2K_API int w2k_cascade_load(cv::CascadeClassifier* cascade, const char* path, int* loaded) {
    return guarded([&] { *loaded = need(cascade).load(path != nullptr ? path : ""); });
}

W2K_API int w2k_cascade_describe(cv::CascadeClassifier* cascade, int* empty, int* old, w2k_size* window, int* feature) {
    return guarded([&] {
        *empty = need(cascade).empty();
        *old = 0;
        *window = {0, 0};
        *feature = -1;
        if (*empty == 0) {
            const cv::Size size = cascade->getOriginalWindowSize();
            *old = cascade->isOldFormatCascade();
            *window = {size.width, size.height};
            *feature = cascade->getFeatureType();
        }
    });
}

W2K_API int w2k_cascade_detect(cv::CascadeClassifier* cascade, const cv::Mat* a, cv::Mat* rects, cv::Mat* levels, cv::Mat* weights, double factor,
                               int neighbors, int flags, w2k_size least, w2k_size most, int with_levels) {
    return guarded([&] {
        std::vector<cv::Rect> found;
        CV_Assert(pixels(a).depth() == CV_8U && factor > 1);
        if (levels != nullptr && weights != nullptr) {
            std::vector<int> reject;
            std::vector<double> weight;
            need(cascade).detectMultiScale(*a, found, reject, weight, factor, neighbors, flags, of(least), of(most), with_levels != 0);
            w2k::assign(*levels, reject);
            w2k::assign(*weights, weight);
        } else {
            need(cascade).detectMultiScale(*a, found, factor, neighbors, flags, of(least), of(most));
        }
        w2k::assign(need(rects), found);
    });
}

// ---- networks

W2K_API int w2k_net_new(cv::dnn::Net** result) { return guarded([&] { *result = new cv::dnn::Net(); }); }
W2K_API void w2k_net_delete(cv::dnn::Net* net) { delete net; }

W2K_API int w2k_net_read_onnx_file(const char* path, cv::dnn::Net** result) {
    return guarded([&] { *result = new cv::dnn::Net(cv::dnn::readNetFromONNX(path != nullptr ? path : "")); });
}

W2K_API int w2k_net_read_onnx(const char* data, int64_t length, cv::dnn::Net** result) {
    return guarded([&] {
        CV_Assert(data != nullptr && length > 0 && length <= INT32_MAX);
        *result = new cv::dnn::Net(cv::dnn::readNetFromONNX(data, static_cast<size_t>(length)));
    });
}

W2K_API int w2k_net_read(const char* model, const char* config, const char* framework, cv::dnn::Net** result) {
    return guarded([&] {
        *result = new cv::dnn::Net(cv::dnn::readNet(model != nullptr ? model : "", config != nullptr ? config : "", framework != nullptr ? framework : ""));
    });
}

W2K_API int w2k_net_empty(cv::dnn::Net* net, int* empty) { return guarded([&] { *empty = need(net).empty(); }); }

W2K_API int w2k_net_set_input(cv::dnn::Net* net, const cv::Mat* blob, const char* name) {
    return guarded([&] {
        CV_Assert(!need(net).empty());
        // the network keeps the blob: it may not outlive memory that belongs to the caller
        net->setInput(pixels(blob).u != nullptr ? *blob : blob->clone(), name != nullptr ? name : "");
    });
}

W2K_API int w2k_net_forward(cv::dnn::Net* net, const char* name, cv::Mat* to) {
    return guarded([&] {
        CV_Assert(!need(net).empty());
        // the network keeps its blobs and writes into them again
        net->forward(name != nullptr ? name : "").copyTo(need(to));
    });
}

W2K_API int w2k_net_forward_many(cv::dnn::Net* net, const char* const* names, cv::Mat* const* blobs, int count) {
    return guarded([&] {
        CV_Assert(!need(net).empty());
        w2k::filled(blobs, count);
        std::vector<cv::Mat> all;
        net->forward(all, strings(names, count));
        CV_Assert(static_cast<int>(all.size()) == count);
        for (int i = 0; i < count; i++) {
            all[static_cast<size_t>(i)].copyTo(need(blobs[i]));
        }
    });
}

W2K_API int w2k_net_set_backend(cv::dnn::Net* net, int backend) { return guarded([&] { need(net).setPreferableBackend(backend); }); }
W2K_API int w2k_net_set_target(cv::dnn::Net* net, int target) { return guarded([&] { need(net).setPreferableTarget(target); }); }
W2K_API int w2k_net_enable_fusion(cv::dnn::Net* net, int fusion) { return guarded([&] { need(net).enableFusion(fusion != 0); }); }

// what: 0 all layers, 1 those whose outputs nobody takes
W2K_API int w2k_net_layer_names(cv::dnn::Net* net, int what, cv::Mat* to) {
    return guarded([&] { assign_lines(need(to), what == 0 ? need(net).getLayerNames() : need(net).getUnconnectedOutLayersNames()); });
}

W2K_API int w2k_net_out_layers(cv::dnn::Net* net, cv::Mat* to) { return guarded([&] { w2k::assign(need(to), need(net).getUnconnectedOutLayers()); }); }

W2K_API int w2k_net_layer_id(cv::dnn::Net* net, const char* name, int* id) {
    return guarded([&] { *id = need(net).getLayerId(name != nullptr ? name : ""); });
}

W2K_API int w2k_net_dump(cv::dnn::Net* net, cv::Mat* to) {
    return guarded([&] {
        CV_Assert(!need(net).empty());
        w2k::assign(need(to), net->dump());
    });
}

W2K_API int w2k_net_profile(cv::dnn::Net* net, cv::Mat* timings, int64_t* ticks) {
    return guarded([&] {
        std::vector<double> all;
        *ticks = need(net).getPerfProfile(all);
        w2k::assign(need(timings), all);
    });
}

W2K_API int w2k_blob_from_images(const cv::Mat* const* mats, int count, double scale, w2k_size size, w2k_scalar mean, int swap, int crop, cv::Mat* to) {
    return guarded([&] {
        const std::vector<cv::Mat> all = w2k::list(mats, count);
        CV_Assert(!all.empty());
        for (const cv::Mat& image : all) {
            pixels(&image);
        }
        need(to) = cv::dnn::blobFromImages(all, scale, of(size), of(mean), swap != 0, crop != 0);
    });
}

W2K_API int w2k_nms_boxes(const w2k_rect* boxes, const float* scores, int count, float score, float overlap, float eta, int top, cv::Mat* to) {
    return guarded([&] {
        w2k::filled(boxes, count);
        w2k::filled(scores, count);
        std::vector<cv::Rect> all;
        for (int i = 0; i < count; i++) {
            all.push_back(of(boxes[i]));
        }
        std::vector<int> kept;
        cv::dnn::NMSBoxes(all, std::vector<float>(scores, scores + count), score, overlap, kept, eta, top);
        w2k::assign(need(to), kept);
    });
}

// ---- YuNet
// OpenCV before 4.8 reads only the network's older form (outputs loc, conf, iou). This one reads the form of 2023, whose
// outputs come by stride: class and object scores, boxes and five points relative to each cell of the grid.

struct w2k_yunet {
    cv::dnn::Net net;
    cv::Size size;
    float score, overlap;
    int top;
};

namespace {

constexpr int kStrides[] = {8, 16, 32};

std::vector<cv::String> yunet_outputs() {
    std::vector<cv::String> names;
    for (const char* part : {"cls_", "obj_", "bbox_", "kps_"}) {
        for (int stride : kStrides) {
            names.push_back(part + std::to_string(stride));
        }
    }
    return names;
}

}  // namespace

W2K_API int w2k_yunet_new(const char* model, const char* config, w2k_size size, float score, float overlap, int top, int backend, int target,
                          w2k_yunet** result) {
    return guarded([&] {
        CV_Assert(size.width > 0 && size.height > 0);
        cv::dnn::Net net = cv::dnn::readNet(model != nullptr ? model : "", config != nullptr ? config : "");
        CV_Assert(!net.empty());
        const std::vector<cv::String> present = net.getLayerNames();
        for (const cv::String& name : yunet_outputs()) {
            if (std::find(present.begin(), present.end(), name) == present.end()) {
                CV_Error(cv::Error::StsUnsupportedFormat, "The network is no YuNet of 2023 or later: it has no output '" + name + "'");
            }
        }
        net.setPreferableBackend(backend);
        net.setPreferableTarget(target);
        *result = new w2k_yunet{net, of(size), score, overlap, top};
    });
}

W2K_API void w2k_yunet_delete(w2k_yunet* detector) { delete detector; }

W2K_API int w2k_yunet_detect(w2k_yunet* detector, const cv::Mat* image, cv::Mat* faces) {
    return guarded([&] {
        w2k_yunet& d = need(detector);
        CV_Assert(pixels(image).type() == CV_8UC3);
        CV_CheckEQ(image->size().width, d.size.width, "Size does not match the input size that the detector was created with");
        CV_CheckEQ(image->size().height, d.size.height, "Size does not match the input size that the detector was created with");
        const int width = (d.size.width - 1) / 32 * 32 + 32;
        const int height = (d.size.height - 1) / 32 * 32 + 32;
        cv::Mat padded;
        cv::copyMakeBorder(*image, padded, 0, height - d.size.height, 0, width - d.size.width, cv::BORDER_CONSTANT, cv::Scalar());
        d.net.setInput(cv::dnn::blobFromImage(padded));
        std::vector<cv::Mat> outputs;
        d.net.forward(outputs, yunet_outputs());

        cv::Mat candidates;
        std::vector<cv::Rect> boxes;
        std::vector<float> scores;
        for (size_t i = 0; i < 3; i++) {
            const int stride = kStrides[i], columns = width / stride, rows = height / stride;
            const size_t cells = static_cast<size_t>(columns) * static_cast<size_t>(rows);
            CV_Assert(outputs[i].total() == cells && outputs[i + 3].total() == cells && outputs[i + 6].total() == cells * 4 && outputs[i + 9].total() == cells * 10);
            const float *cls = outputs[i].ptr<float>(), *obj = outputs[i + 3].ptr<float>();
            const float *box = outputs[i + 6].ptr<float>(), *points = outputs[i + 9].ptr<float>();
            for (size_t cell = 0; cell < cells; cell++) {
                const float score = std::sqrt(std::clamp(cls[cell], 0.f, 1.f) * std::clamp(obj[cell], 0.f, 1.f));
                if (!(score >= d.score)) {
                    continue;
                }
                const auto column = static_cast<float>(cell % static_cast<size_t>(columns)), row = static_cast<float>(cell / static_cast<size_t>(columns));
                const auto step = static_cast<float>(stride);
                const float *b = box + 4 * cell, *p = points + 10 * cell;
                const float w = std::exp(b[2]) * step, h = std::exp(b[3]) * step;
                cv::Mat face(1, 15, CV_32F);
                auto* f = face.ptr<float>();
                f[0] = (column + b[0]) * step - w / 2;
                f[1] = (row + b[1]) * step - h / 2;
                f[2] = w;
                f[3] = h;
                for (int k = 0; k < 5; k++) {
                    f[4 + 2 * k] = (p[2 * k] + column) * step;
                    f[5 + 2 * k] = (p[2 * k + 1] + row) * step;
                }
                f[14] = score;
                candidates.push_back(face);
                boxes.emplace_back(cvRound(f[0]), cvRound(f[1]), cvRound(w), cvRound(h));
                scores.push_back(score);
            }
        }
        need(faces).release();
        std::vector<int> kept;
        cv::dnn::NMSBoxes(boxes, scores, d.score, d.overlap, kept, 1.f, d.top);
        for (int i : kept) {
            faces->push_back(candidates.row(i));
        }
    });
}
