// SPDX-License-Identifier: Apache-2.0
// Walks directories without throwing.
#include "cli/input_list.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace spoor::cli {
namespace fs = std::filesystem;
namespace {

void list_directory(const std::string& root, std::vector<InputPath>& inputs,
                    std::vector<std::string>& unreadable) {
  std::vector<std::string> found;
  std::error_code error;
  fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, error);
  while (!error && at != fs::recursive_directory_iterator()) {
    std::error_code ignored;
    if (at->is_regular_file(ignored)) found.push_back(at->path().string());
    at.increment(error);
  }
  if (error) unreadable.push_back(root + ": " + error.message());
  std::sort(found.begin(), found.end());
  for (std::string& path : found) inputs.push_back({std::move(path), false});
}

}  // namespace

std::vector<InputPath> list_inputs(const std::vector<std::string>& paths,
                                   std::vector<std::string>& unreadable) {
  std::vector<InputPath> inputs;
  for (const std::string& path : paths) {
    std::error_code error;
    const bool is_directory = path != "-" && fs::is_directory(path, error);
    if (is_directory) {
      list_directory(path, inputs, unreadable);
    } else {
      inputs.push_back({path, true});
    }
  }
  return inputs;
}

}  // namespace spoor::cli
