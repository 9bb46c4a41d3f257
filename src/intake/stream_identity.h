// SPDX-License-Identifier: Apache-2.0
// How the batches of one input are known again when the input comes a second time. Inside the room
// only.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "base/input_stream.h"
#include "base/result.h"
#include "record/batch.h"
#include "record/record_store.h"

namespace spoor::intake {

/// What the identity of an input's batches is made of.
struct BatchOrigin {
  record::SourceId source;
  std::string salt;  ///< Canonical text of all options that change records.
  std::string key;   ///< What its sender calls the upload; empty: it is known by its content.
  /// A note (key, text) that each batch is to keep besides; empty: none.
  std::function<std::pair<std::string, std::string>()> more_note = {};
};

inline constexpr std::uint64_t kNoEnd = std::numeric_limits<std::uint64_t>::max();

/// A batch begins where the one before ended and is asked about wherever the input stands.
class StreamIdentity {
 public:
  /// What earlier imports made of the octets between the batch's beginning and here.
  enum class Earlier : std::uint8_t {
    kNothing,  ///< Nothing that is known.
    kInside,   ///< They lie inside a batch that was merged and ends further on.
    kMerged    ///< They are a batch, and it is merged.
  };

  virtual ~StreamIdentity() = default;

  /// A batch begins where the input stands, at first at its start. Errors: the store's.
  virtual Status begin_batch() = 0;
  /// The next offset at which a batch that began here may have ended; kNoEnd: none is known.
  [[nodiscard]] virtual std::uint64_t next_end() const noexcept = 0;
  /// `is_due`: a batch is to be cut here. Errors: the store's; kInvalid when this is not the
  /// content that it must be.
  virtual Result<Earlier> look(bool is_due) = 0;
  /// Gives the batch that ends here its id and its notes.
  virtual void sign(record::Batch& batch, bool is_last) = 0;
  /// Behind sign(): another import merged a batch of that id meanwhile. Errors: likewise.
  virtual Status check_twin() = 0;
  /// The reader has come to its end.
  virtual void end_input() = 0;
  /// Behind end_input() and look(): whether a last batch is to be merged here. Errors: likewise.
  virtual Result<bool> needs_last(bool has_rows) = 0;
};

/// Starts the digest of `in`, which is at its start. All references must outlive the identity.
std::unique_ptr<StreamIdentity> make_identity(record::RecordStore& store, BatchOrigin origin,
                                              InputStream& in);

// The two kinds, each in the file of its name, over an input whose digest was started.
std::unique_ptr<StreamIdentity> make_content_identity(record::RecordStore& store,
                                                      BatchOrigin origin, InputStream& in);
std::unique_ptr<StreamIdentity> make_upload_identity(record::RecordStore& store,
                                                     const BatchOrigin& origin, InputStream& in);

/// Lower-case hexadecimal digits, as notes hold a digest.
std::string hex_text(const Digest128& digest);

}  // namespace spoor::intake
