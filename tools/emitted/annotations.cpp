#include "tools/emitted/annotations.h"

#include <fmt/core.h>

#include <charconv>
#include <optional>
#include <sstream>

#include "passes/ir/annotation_fields.h"

namespace dqc::emitted {
namespace {

/// The `key=value` words of one annotation, taken one by one.
class Keys {
 public:
  explicit Keys(std::istream& words) {
    for (std::string word; words >> word;) {
      const std::size_t equal = word.find('=');
      if (equal == std::string::npos ||
          !values_.emplace(word.substr(0, equal), word.substr(equal + 1)).second)
        bad(fmt::format("'{}' is not a key=value that stands once", word));
    }
  }

  std::string text(const char* key) {
    if (auto value = optional_text(key)) return *value;
    bad(fmt::format("key '{}' is missing", key));
    return {};
  }
  std::optional<std::string> optional_text(const char* key) {
    auto node = values_.extract(key);
    return node ? std::optional(std::move(node.mapped())) : std::nullopt;
  }
  bool has(const char* key) const { return values_.contains(key); }
  std::int64_t number(const char* key) { return number_in(text(key)); }
  int small(const char* key) { return static_cast<int>(bounded(number(key))); }
  std::vector<int> list(const char* key) {
    std::vector<int> out;
    std::istringstream items(text(key));
    for (std::string item; std::getline(items, item, ',');)
      out.push_back(static_cast<int>(bounded(number_in(item))));
    return out;
  }

  /// What is wrong, if anything; keys not asked for count.
  std::string trouble() {
    if (error_.empty() && !values_.empty()) bad(fmt::format("key '{}' is unknown", values_.begin()->first));
    return error_;
  }
  void bad(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }

 private:
  std::int64_t bounded(std::int64_t n) {
    if (n >= 0 && n <= 1'000'000'000) return n;
    bad(fmt::format("{} is not an id", n));
    return 0;
  }
  std::int64_t number_in(const std::string& text) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size())
      bad(fmt::format("'{}' is not a whole number", text));
    return n;
  }

  std::map<std::string, std::string> values_;
  std::string error_;
};

class AnnotationReader {
 public:
  explicit AnnotationReader(Circuit circuit) {
    out_.circuit = std::move(circuit);
    out_.qubit_roles.assign(out_.circuit.qubit_registers.size(), Role::none);
    out_.bit_roles.assign(out_.circuit.bit_registers.size(), Role::none);
    out_.source_names.resize(out_.circuit.bit_registers.size());
  }

  Result<AnnotatedProgram> run() {
    for (const Annotation& a : out_.circuit.annotations) {
      const std::string trouble = read(a);
      if (!trouble.empty()) return annotation_error(a, trouble);
    }
    if (programs_ != 1)
      return Error{ExitCode::bad_input, fmt::format("{} @dqc.program instead of one", programs_), ""};
    for (std::size_t i = 0; i < out_.qubit_roles.size(); ++i)
      if (out_.qubit_roles[i] == Role::none) return roleless(out_.circuit.qubit_registers[i]);
    for (std::size_t i = 0; i < out_.bit_roles.size(); ++i)
      if (out_.bit_roles[i] == Role::none) return roleless(out_.circuit.bit_registers[i]);
    return std::move(out_);
  }

 private:
  static Error roleless(const Register& r) {
    return {ExitCode::bad_input, fmt::format("register {} has no @dqc.role", r.name), ""};
  }

  std::string read(const Annotation& a) {
    const bool on_gate = a.target == Annotation::Target::gate;
    const auto index = static_cast<std::size_t>(a.index);
    std::istringstream words(a.content);
    if (a.keyword == "dqc.role") return on_gate ? "belongs before a declaration" : role(a, index, words);
    Keys keys(words);
    if (a.keyword == "dqc.program") {
      if (on_gate || &a != &out_.circuit.annotations.front()) return "belongs before the first declaration";
      program(keys);
    } else if (!on_gate) {
      return "does not belong before a declaration";
    } else if (a.keyword == "dqc.ebit") {
      if (!ebit(index, keys)) return "belongs once before an unconditional reset";
    } else if (a.keyword == "dqc.send") {
      if (!send(index, keys)) return "belongs once before a measurement";
    } else if (a.keyword == "dqc.recv") {
      receive(index, keys);
    } else {
      return "is unknown";
    }
    return keys.trouble();
  }

  void program(Keys& keys) {
    ++programs_;
    if (keys.number("version") != 1) keys.bad("the version is not 1");
    out_.qpu = keys.small("qpu");
    out_.qpus = keys.small("qpus");
    if (keys.text("schedule") != "schedule.json") keys.bad("the schedule is not schedule.json");
  }

  std::string role(const Annotation& a, std::size_t index, std::istream& words) {
    const bool qubits = a.target == Annotation::Target::qubit_register;
    std::string word;
    words >> word;
    const std::map<std::string, Role> known =
        qubits ? std::map<std::string, Role>{{"data", Role::data}, {"comm", Role::comm}}
               : std::map<std::string, Role>{
                     {"local", Role::local}, {"received", Role::received}, {"source", Role::source}};
    const auto found = known.find(word);
    Role& role = (qubits ? out_.qubit_roles : out_.bit_roles)[index];
    if (found == known.end()) return "is no role of such a register";
    if (role != Role::none) return "is the second role of its register";
    role = found->second;
    Keys keys(words);
    if (role == Role::source) out_.source_names[index] = keys.text("name");
    return keys.trouble();
  }

  bool ebit(std::size_t index, Keys& keys) {
    const Gate& g = out_.circuit.gates()[index];
    EbitNote note{keys.small("id"),
                  keys.small("peer"),
                  keys.text("use"),
                  keys.number("start"),
                  keys.number("end"),
                  0,
                  {}};
    if (keys.has("rounds")) {
      note.rounds = keys.small("rounds");
      note.spare = keys.list("spare");
      if (note.rounds < 1 || note.rounds > 64) keys.bad("the rounds are not 1 to 64");
    }
    return g.kind == GateKind::reset && g.condition < 0 && out_.ebits.emplace(index, note).second;
  }

  bool send(std::size_t index, Keys& keys) {
    const SendNote note{keys.small("msg"), keys.list("to"), keys.number("at")};
    return out_.circuit.gates()[index].kind == GateKind::measure && out_.sends.emplace(index, note).second;
  }

  void receive(std::size_t index, Keys& keys) {
    ReceiveNote note{keys.small("msg"), keys.small("from"), -1, keys.number("at")};
    if (const auto name = keys.optional_text("bit")) {
      note.bit = bit_named(out_.circuit, *name);
      if (note.bit < 0) keys.bad(fmt::format("there is no bit {}", *name));
    }
    out_.receives[index].push_back(note);
  }

  AnnotatedProgram out_;
  int programs_ = 0;
};

}  // namespace

Result<AnnotatedProgram> read_annotations(Circuit circuit) {
  return AnnotationReader(std::move(circuit)).run();
}

int bit_named(const Circuit& circuit, const std::string& name) {
  const std::size_t bracket = name.find('[');
  for (const Register& r : circuit.bit_registers) {
    if (r.name != name.substr(0, bracket)) continue;
    if (bracket == std::string::npos) return r.scalar ? r.first : -1;
    int i = -1;
    const char* end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data() + bracket + 1, end, i);
    const bool whole = error == std::errc() && stop + 1 == end && *stop == ']';
    return whole && !r.scalar && i >= 0 && i < r.size ? r.first + i : -1;
  }
  return -1;
}

}  // namespace dqc::emitted
