// SPDX-License-Identifier: Apache-2.0
// libcurl does the work: name resolution, proxies, TLS, trailers.
#include "http/client.h"

#include <array>
#include <memory>
#include <utility>

#include <curl/curl.h>

namespace spoor::http {
namespace {

struct CloseHandle {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

/// One transfer and what its callbacks fill in.
struct Transfer {
  CURL* handle = nullptr;
  const BodySink* on_body = nullptr;
  ClientResponse response;
  bool was_stopped = false;
};

bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void take_line(ClientResponse& response, std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) {  // a new response: what came before was a 100 or a redirect
    response.fields.clear();
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  Field field{std::string(line.substr(0, colon)), {}};
  for (char& c : field.name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && is_blank(value.front())) value.remove_prefix(1);
  field.value = value;
  response.fields.push_back(std::move(field));
}

extern "C" std::size_t spoor_http_on_header(char* data, std::size_t size, std::size_t count,
                                            void* context) {
  take_line(static_cast<Transfer*>(context)->response, {data, size * count});
  return size * count;
}

extern "C" std::size_t spoor_http_on_body(char* data, std::size_t size, std::size_t count,
                                          void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (transfer.response.status == 0) {
    long status = 0;
    curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<unsigned>(status);
  }
  if ((*transfer.on_body)({data, size * count})) return size * count;
  transfer.was_stopped = true;
  return 0;
}

bool initialise_once() {
  static const bool kIsReady = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return kIsReady;
}

void set_options(CURL* handle, const ClientRequest& request, Transfer& transfer) {
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "spoor");
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(request.connect_seconds));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.stall_seconds));
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!request.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, request.ca_file.c_str());
  if (!request.certificate_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_SSLCERT, request.certificate_file.c_str());
    curl_easy_setopt(handle, CURLOPT_SSLKEY, request.key_file.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, spoor_http_on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, spoor_http_on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
}

bool is_url_fault(CURLcode code) {
  return code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL;
}

std::string_view sentence_of(CURLcode code) {
  if (is_url_fault(code)) return "expected a URL such as http://127.0.0.1:8053";
  if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST)
    return "the server cannot be reached";
  if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
    return "the server's certificate is not trusted: --ca-file names who vouches for it";
  return "the server did not answer to the end";
}

}  // namespace

std::string_view ClientResponse::field(std::string_view lower_case_name) const noexcept {
  for (const Field& each : fields) {
    if (each.name == lower_case_name) return each.value;
  }
  return {};
}

struct Client::Handle {
  std::unique_ptr<CURL, CloseHandle> curl{initialise_once() ? curl_easy_init() : nullptr};

  Result<ClientResponse> run(const ClientRequest& request, const BodySink& on_body,
                             const std::string_view* body);
};

namespace {

Result<std::unique_ptr<curl_slist, FreeList>> list_fields(const ClientRequest& request) {
  std::unique_ptr<curl_slist, FreeList> list;
  for (const Field& field : request.fields) {
    curl_slist* const longer =
        curl_slist_append(list.get(), (field.name + ": " + field.value).c_str());
    if (longer == nullptr) return Error{ErrorCode::kLimit, "out of memory", 0, request.url};
    if (!list) list.reset(longer);  // further ones hang behind the first
  }
  return list;
}

void set_body(CURL* handle, std::string_view body) {
  curl_easy_setopt(handle, CURLOPT_POST, 1L);
  const char* const octets = body.data();
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, octets);
}

}  // namespace

Result<ClientResponse> Client::Handle::run(const ClientRequest& request, const BodySink& on_body,
                                           const std::string_view* body) {
  CURL* const handle = curl.get();
  if (handle == nullptr) return Error{ErrorCode::kIo, "libcurl does not start", 0, request.url};
  curl_easy_reset(handle);  // its connections stay
  SPOOR_TRY(const auto list, list_fields(request));
  Transfer transfer{handle, &on_body, {}, false};
  set_options(handle, request, transfer);
  if (body != nullptr) set_body(handle, *body);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list.get());
  std::array<char, CURL_ERROR_SIZE> reason{};
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason.data());
  const CURLcode code = curl_easy_perform(handle);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  transfer.response.status = static_cast<unsigned>(status);
  transfer.response.content_type = transfer.response.field("content-type");
  if (code == CURLE_OK || transfer.was_stopped) return std::move(transfer.response);
  const char* const why = reason[0] != '\0' ? reason.data() : curl_easy_strerror(code);
  return Error{is_url_fault(code) ? ErrorCode::kInvalid : ErrorCode::kIo, sentence_of(code), 0,
               request.url.substr(0, request.url.find('?')) + ": " + why};
}

Client::Client() : handle_(std::make_unique<Handle>()) {}
Client::~Client() = default;

Result<ClientResponse> Client::get(const ClientRequest& request, const BodySink& on_body) {
  return handle_->run(request, on_body, nullptr);
}

Result<ClientResponse> Client::post(const ClientRequest& request, std::string_view body,
                                    const BodySink& on_body) {
  return handle_->run(request, on_body, &body);
}

Result<ClientResponse> get(const ClientRequest& request, const BodySink& on_body) {
  return Client().get(request, on_body);
}

}  // namespace spoor::http
