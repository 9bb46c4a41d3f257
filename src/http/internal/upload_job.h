// SPDX-License-Identifier: Apache-2.0
// An upload in its own thread: the handler reads the body and may block.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <thread>
#include <utility>

#include "base/thread_priority.h"
#include "http/internal/body_pipe.h"
#include "http/route.h"

namespace spoor::http::internal {

class UploadJob {
 public:
  /// `wake` is called from the thread when the pipe has room, and when the handler has answered.
  explicit UploadJob(std::function<void()> wake) : pipe_(std::move(wake)) {}
  UploadJob(const UploadJob&) = delete;
  UploadJob& operator=(const UploadJob&) = delete;
  ~UploadJob() {
    pipe_.end(Error{ErrorCode::kIo, "the server stopped", 0, "body"});
    if (thread_.joinable()) thread_.join();
  }

  [[nodiscard]] BodyPipe& pipe() noexcept { return pipe_; }
  void start(const UploadHandler& handler, const Request& request) {
    request_ = request;
    thread_ = std::thread([this, &handler] {
      run_in_background();  // look-ups go first
      try {
        response_ = handler(request_, pipe_);
      } catch (const std::exception&) {  // out of memory, at most
        response_.status = 503;
      }
      is_done_.store(true);
      pipe_.close();
    });
  }
  [[nodiscard]] bool is_done() const noexcept { return is_done_.load(); }
  /// The answer; waits for the thread's end, which is near once it is done.
  Response take() {
    thread_.join();
    return std::move(response_);
  }

 private:
  BodyPipe pipe_;
  Request request_;
  Response response_;
  std::atomic<bool> is_done_{false};
  std::thread thread_;
};

}  // namespace spoor::http::internal
