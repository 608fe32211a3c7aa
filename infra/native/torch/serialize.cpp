// libtorch's own files of one tensor, as torch::save writes them.
#include "shim.h"

#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>

WAV2KP_API char* wav2kp_save(const void* handle, const char* path) {
  return wav2kp::guarded([&] {
    torch::serialize::OutputArchive archive;
    archive.write("0", wav2kp::borrow(handle));
    archive.save_to(std::string(path));
  });
}

WAV2KP_API char* wav2kp_load(const char* path, void** result) {
  return wav2kp::guarded([&] {
    torch::serialize::InputArchive archive;
    archive.load_from(std::string(path));
    at::Tensor tensor;
    archive.read("0", tensor);
    *result = wav2kp::release(std::move(tensor));
  });
}
