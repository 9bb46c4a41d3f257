// SPDX-License-Identifier: Apache-2.0
#include "capture/message_file.h"

#include "capture/capture_reader.h"
#include "capture/cdns_file.h"
#include "capture/dnstap_file.h"

namespace spoor::capture {

std::string_view MessageFile::format_of(Bytes head) {
  if (CaptureReader::recognises(head)) return "pcap";
  if (DnstapFile::recognises(head)) return "dnstap";
  if (CdnsFile::recognises(head)) return "cdns";
  return "";
}

Result<std::unique_ptr<MessageFile>> MessageFile::open(InputStream& in,
                                                       const CaptureOptions& options,
                                                       harden::MessageSink& sink) {
  SPOOR_TRY(const Bytes head, in.fill(kHeadSize));
  std::unique_ptr<MessageFile> file;
  if (DnstapFile::recognises(head)) {
    file = std::make_unique<DnstapFile>(in, options.dnstap, sink);
  } else if (CdnsFile::recognises(head)) {
    SPOOR_TRY(file, CdnsFile::open(in, sink));
  } else {
    SPOOR_TRY(file, CaptureReader::open(in, options, sink));
  }
  return file;
}

}  // namespace spoor::capture
