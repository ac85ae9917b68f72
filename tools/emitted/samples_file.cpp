#include "tools/emitted/samples_file.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "frontend/json_text.h"
#include "frontend/network_limits.h"

namespace dqc::emitted {
namespace {

using Json = nlohmann::json;

class Reader : private JsonReader {
 public:
  explicit Reader(const JsonSource& source) : JsonReader(source) {}

  Result<SamplesFile> read(const Json& document) {
    const bool ok = (document.is_object() || fail("", "expected an object")) && device(document) &&
                    file_name(document, "combined", "", out_.combined) && copies(document);
    if (!ok) return *error_;
    return std::move(out_);
  }

 private:
  bool device(const Json& document) {
    const auto found = document.find("device");
    const bool there = found != document.end() && found->is_object() && found->contains("qubits") &&
                       (*found)["qubits"].is_number_unsigned() &&
                       (*found)["qubits"].get<std::uint64_t>() <= max_device_qubits;
    if (there) out_.device_qubits = (*found)["qubits"].get<int>();
    return there || fail("device.qubits", "expected the number of qubits of the device");
  }

  /// A name without a folder; left empty if there is none.
  bool file_name(const Json& owner, const char* key, const std::string& path, std::string& out) {
    const auto found = owner.find(key);
    if (found == owner.end()) return true;
    const std::string here = path.empty() ? key : path + "." + key;
    if (!found->is_string()) return fail(here, "expected the name of a program");
    out = found->get<std::string>();
    return out.find('/') == std::string::npos || fail(here, "names a file elsewhere");
  }

  bool copies(const Json& document) {
    const auto found = document.find("copies");
    if (found == document.end() || !found->is_array()) return fail("copies", "expected an array");
    for (std::size_t i = 0; i < found->size(); ++i)
      if (!copy((*found)[i], fmt::format("copies[{}]", i))) return false;
    return true;
  }

  bool copy(const Json& value, const std::string& path) {
    if (!value.is_object()) return fail(path, "expected an object");
    out_.finals.emplace_back(), out_.spares.emplace_back();
    if (!places(value, path, "layout", out_.layouts.emplace_back())) return false;
    out_.finals.back() = out_.layouts.back();
    if (value.contains("final") && !places(value, path, "final", out_.finals.back())) return false;
    if (value.contains("spare") && !places(value, path, "spare", out_.spares.back())) return false;
    return swaps(value, path) && fidelity(value, path) &&
           file_name(value, "program", path, out_.programs.emplace_back());
  }

  /// Qubits of the device; null is -1, which `spare` may not have.
  bool places(const Json& copy, const std::string& path, const std::string& key, std::vector<int>& out) {
    const std::string here = path + "." + key;
    if (!copy.contains(key) || !copy[key].is_array()) return fail(here, "expected an array");
    out.clear();
    for (const Json& place : copy[key]) {
      const bool legal = (place.is_null() && key != "spare") ||
                         (place.is_number_unsigned() &&
                          place.get<std::uint64_t>() < static_cast<std::uint64_t>(out_.device_qubits));
      if (!legal) return fail(here, "expected qubits of the device, or null");
      out.push_back(place.is_null() ? -1 : place.get<int>());
    }
    return true;
  }

  bool swaps(const Json& copy, const std::string& path) {
    out_.swaps.push_back(-1);
    const auto found = copy.find("swaps");
    if (found == copy.end()) return true;
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() > 1'000'000'000)
      return fail(path + ".swaps", "expected a number of swaps");
    out_.swaps.back() = found->get<std::int64_t>();
    return true;
  }

  bool fidelity(const Json& copy, const std::string& path) {
    out_.fidelities.push_back(0);
    const auto found = copy.find("fidelity");
    if (found == copy.end()) return true;
    if (!found->is_number() || !(found->get<double>() >= 0 && found->get<double>() <= 1))
      return fail(path + ".fidelity", "expected a number from 0 to 1");
    out_.fidelities.back() = found->get<double>();
    return true;
  }

  SamplesFile out_;
};

}  // namespace

Result<SamplesFile> read_samples(const std::string& text, const std::string& name) {
  const JsonSource source{text, name};
  const auto document = parse_json(source);
  if (!document) return document.error();
  return Reader(source).read(*document);
}

}  // namespace dqc::emitted
