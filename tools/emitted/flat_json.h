// JSON documents too large for a tree: members of the document, and the elements of its lists, are read one
// at a time into flat nodes that the next one overwrites.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/json_text.h"
#include "passes/support/result.h"

namespace dqc::emitted {

/// One value: node 0, and what is in it in the order of the text.
class FlatJson {
 public:
  enum class Kind : std::uint8_t { null, boolean, integer, real, text, list, object };
  struct Node {
    Kind kind = Kind::null;
    std::uint32_t end = 0;   ///< index behind what is in it
    std::uint32_t size = 0;  ///< elements, members, or bytes of a text
    std::uint32_t text = 0;  ///< where its bytes begin
    std::uint32_t key = 0;   ///< where the bytes of its key begin, of a member of an object
    std::uint32_t key_size = 0;
    std::int64_t integer = 0;  ///< fits, or the number is a `real`
    double real = 0;           ///< of any number
  };

  const Node& operator[](std::size_t node) const { return nodes_[node]; }
  std::string_view text(std::size_t node) const { return bytes(nodes_[node].text, nodes_[node].size); }
  std::string_view key(std::size_t node) const { return bytes(nodes_[node].key, nodes_[node].key_size); }

  /// How find_json_value() calls `node`, seen from node 0: ".swaps[1].qpu", or "" for node 0 itself.
  std::string path(std::size_t node) const;

 private:
  friend class FlatJsonBuilder;
  std::string_view bytes(std::uint32_t begin, std::uint32_t size) const {
    return std::string_view(bytes_).substr(begin, size);
  }

  std::vector<Node> nodes_;
  std::string bytes_;
};

/// Takes what read_flat_json() finds, in the order of the text. False ends the reading.
class FlatJsonReceiver {
 public:
  virtual ~FlatJsonReceiver() = default;
  /// A member of the document; a list without its elements.
  virtual bool member(std::string_view key, const FlatJson& value) = 0;
  /// The next element of the list that member() was told of last.
  virtual bool row(const FlatJson& value) = 0;
};

/// Reads an object. Errors: bad_input with the place for a text that is no JSON, or another value. What the
/// receiver refuses is no error. Cost: linear in the text; memory for the largest row.
Status read_flat_json(const JsonSource& source, FlatJsonReceiver& receiver);

}  // namespace dqc::emitted
