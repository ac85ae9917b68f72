#include "tools/emitted/annotations.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "passes/ir/annotation_fields.h"

namespace dqc::emitted {
namespace {

/// Takes the next word off `words`; empty if there is none.
std::string_view take_word(std::string_view& words) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  const auto begin = std::ranges::find_if_not(words, is_space);
  const auto end = std::find_if(begin, words.end(), is_space);
  words = {end, words.end()};
  return {begin, end};
}

/// The `key=value` words of one annotation, taken one by one.
class Keys {
 public:
  explicit Keys(std::string_view words) {
    for (std::string_view word = take_word(words); !word.empty(); word = take_word(words)) {
      const std::size_t equal = word.find('=');
      const std::string_view key = word.substr(0, equal);
      if (equal == std::string_view::npos || find(key))
        bad(fmt::format("'{}' is not a key=value that stands once", word));
      else
        values_.push_back({key, word.substr(equal + 1), false});
    }
  }

  std::string_view text(std::string_view key) {
    if (const auto value = optional_text(key)) return *value;
    bad(fmt::format("key '{}' is missing", key));
    return {};
  }
  std::optional<std::string_view> optional_text(std::string_view key) {
    Value* value = find(key);
    if (!value) return std::nullopt;
    value->taken = true;
    return value->text;
  }
  bool has(std::string_view key) { return find(key) != nullptr; }
  std::int64_t number(std::string_view key) { return number_in(text(key)); }
  int small(std::string_view key) { return static_cast<int>(bounded(number(key))); }
  std::vector<int> list(std::string_view key) {
    std::vector<int> out;
    std::string_view items = text(key);
    while (!items.empty()) {
      const std::size_t comma = std::min(items.find(','), items.size());
      out.push_back(static_cast<int>(bounded(number_in(items.substr(0, comma)))));
      items.remove_prefix(std::min(comma + 1, items.size()));
    }
    return out;
  }
  /// "cat:P3".
  EbitUse use(std::string_view key) {
    const std::string_view value = text(key);
    const std::size_t colon = std::min(value.find(':'), value.size());
    const auto use = read_ebit_use(value.substr(0, colon), value.substr(std::min(colon + 1, value.size())));
    if (!use) bad(fmt::format("'{}' is no use of an e-bit", value));
    return use.value_or(EbitUse());
  }

  /// What is wrong, if anything; keys not asked for count.
  std::string trouble() {
    for (const Value& value : values_)
      if (!value.taken) bad(fmt::format("key '{}' is unknown", value.key));
    return error_;
  }
  void bad(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }

 private:
  struct Value {
    std::string_view key, text;
    bool taken = false;
  };
  Value* find(std::string_view key) {
    const auto found = std::ranges::find(values_, key, &Value::key);
    return found == values_.end() ? nullptr : &*found;
  }

  std::int64_t bounded(std::int64_t n) {
    if (n >= 0 && n <= 1'000'000'000) return n;
    bad(fmt::format("{} is not an id", n));
    return 0;
  }
  std::int64_t number_in(std::string_view text) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size())
      bad(fmt::format("'{}' is not a whole number", text));
    return n;
  }

  std::vector<Value> values_;
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
    out_.circuit.annotations = {};
    return std::move(out_);
  }

 private:
  static Error roleless(const Register& r) {
    return {ExitCode::bad_input, fmt::format("register {} has no @dqc.role", r.name), ""};
  }

  std::string read(const Annotation& a) {
    const bool on_gate = a.target == Annotation::Target::gate;
    const auto index = static_cast<std::size_t>(a.index);
    if (a.keyword == "dqc.role") return on_gate ? "belongs before a declaration" : role(a, index);
    Keys keys(a.content);
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

  std::string role(const Annotation& a, std::size_t index) {
    const bool qubits = a.target == Annotation::Target::qubit_register;
    std::string_view words = a.content;
    const Role named = role_named(take_word(words), qubits);
    Role& role = (qubits ? out_.qubit_roles : out_.bit_roles)[index];
    if (named == Role::none) return "is no role of such a register";
    if (role != Role::none) return "is the second role of its register";
    role = named;
    Keys keys(words);
    if (role == Role::source) out_.source_names[index] = keys.text("name");
    return keys.trouble();
  }

  static Role role_named(std::string_view word, bool of_qubits) {
    if (of_qubits) return word == "data" ? Role::data : word == "comm" ? Role::comm : Role::none;
    if (word == "local") return Role::local;
    if (word == "received") return Role::received;
    return word == "source" ? Role::source : Role::none;
  }

  bool ebit(std::size_t index, Keys& keys) {
    const Gate& g = out_.circuit.gates()[index];
    EbitNote note{keys.small("id"),
                  keys.small("peer"),
                  keys.use("use"),
                  keys.number("start"),
                  keys.number("end"),
                  0,
                  {}};
    if (keys.has("rounds")) {
      note.rounds = keys.small("rounds");
      note.spare = keys.list("spare");
      if (note.rounds < 1 || note.rounds > 64) keys.bad("the rounds are not 1 to 64");
    }
    if (g.kind != GateKind::reset || g.condition >= 0 || out_.ebits.find(index)) return false;
    out_.ebits.add(index, std::move(note));
    return true;
  }

  bool send(std::size_t index, Keys& keys) {
    SendNote note{keys.small("msg"), keys.list("to"), keys.number("at")};
    if (out_.circuit.gates()[index].kind != GateKind::measure || out_.sends.find(index)) return false;
    out_.sends.add(index, std::move(note));
    return true;
  }

  void receive(std::size_t index, Keys& keys) {
    ReceiveNote note{keys.small("msg"), keys.small("from"), -1, keys.number("at")};
    if (const auto name = keys.optional_text("bit")) {
      note.bit = bit_named(out_.circuit, *name);
      if (note.bit < 0) keys.bad(fmt::format("there is no bit {}", *name));
    }
    out_.receives.add(index, note);
  }

  AnnotatedProgram out_;
  int programs_ = 0;
};

}  // namespace

Result<AnnotatedProgram> read_annotations(Circuit circuit) {
  return AnnotationReader(std::move(circuit)).run();
}

int bit_named(const Circuit& circuit, std::string_view name) {
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
