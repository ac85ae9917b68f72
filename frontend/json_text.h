// JSON texts into documents, with errors that name the place.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "passes/support/result.h"

namespace dqc {

/// The document in `text`; `name` is what messages call it. Errors: bad_input (1) with line and column
/// for a text that is not JSON, and for a key given twice in one object.
Result<nlohmann::json> parse_json(std::string_view text, std::string_view name);

}  // namespace dqc
