// SPDX-License-Identifier: Apache-2.0
// A place for a file of registrations, removed with all that is in it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace spoor::registration {

struct Scratch {
  Scratch() {
    std::string form = (std::filesystem::temp_directory_path() / "registration-XXXXXX").string();
    folder = ::mkdtemp(form.data());
    path = folder + "/registration.sqlite";
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  std::string folder, path;
};

}  // namespace spoor::registration
