// SPDX-License-Identifier: Apache-2.0
// The answer to a search of registrations, whatever its dialect.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "api/problem.h"
#include "api/services.h"
#include "http/message.h"
#include "registration/store.h"

namespace spoor::api {

/// Looks, in slices, until all is found; then `write` tells it.
class RegistrationStream final : public http::Stream {
 public:
  using Write = std::function<void(std::string& out, const registration::SearchCursor& found)>;
  RegistrationStream(std::unique_ptr<registration::SearchCursor> cursor, Services& services,
                     Dialect dialect, Write write)
      : cursor_(std::move(cursor)),
        services_(services),
        dialect_(dialect),
        write_(std::move(write)) {}

  State produce(std::string& out, std::size_t wanted) override;
  http::Response replacement() override { return render_problem(problem_, dialect_); }

 private:
  std::unique_ptr<registration::SearchCursor> cursor_;
  Services& services_;
  Dialect dialect_;
  Write write_;
  Problem problem_;
};

}  // namespace spoor::api
