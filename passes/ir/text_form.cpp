#include "passes/ir/text_form.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "passes/ir/qasm3_words.h"
#include "passes/support/printable.h"

namespace dqc {
namespace {

struct Helper {
  GateKind kind;
  std::vector<GateKind> uses;
  std::string_view text;
};

/// After what they use. The larger ones are those of qelib1.inc.
const std::vector<Helper>& helpers() {
  using K = GateKind;
  static const std::vector<Helper> all = {
      {K::u0, {}, "gate u0(g) a { U(0, 0, 0) a; }"},
      {K::sxdg, {}, "gate sxdg a { s a; h a; s a; }"},
      {K::csx, {}, "gate csx a, b { h b; cp(pi/2) a, b; h b; }"},
      {K::cu1, {}, "gate cu1(l) a, b { cp(l) a, b; }"},
      {K::cu3, {}, "gate cu3(a1, a2, a3) a, b { cu(a1, a2, a3, 0) a, b; }"},
      {K::rxx, {}, "gate rxx(t) a, b { h a; h b; cx a, b; rz(t) b; cx a, b; h b; h a; }"},
      {K::rzz, {}, "gate rzz(t) a, b { cx a, b; rz(t) b; cx a, b; }"},
      {K::ccz, {}, "gate ccz a, b, c { h c; ccx a, b, c; h c; }"},
      {K::rccx, {}, "gate rccx a, b, c { h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c; }"},
      {K::rc3x,
       {},
       "gate rc3x a, b, c, d { h d; t d; cx c, d; tdg d; h d; cx a, d; t d; cx b, d; tdg d; cx a, d; t d; "
       "cx b, d; tdg d; h d; t d; cx c, d; tdg d; h d; }"},
      {K::c3x,
       {},
       "gate c3x a, b, c, d { h d; p(pi/8) a; p(pi/8) b; p(pi/8) c; p(pi/8) d; cx a, b; p(-pi/8) b; cx a, b; "
       "cx b, c; p(-pi/8) c; cx a, c; p(pi/8) c; cx b, c; p(-pi/8) c; cx a, c; cx c, d; p(-pi/8) d; cx b, d; "
       "p(pi/8) d; cx c, d; p(-pi/8) d; cx a, d; p(pi/8) d; cx c, d; p(-pi/8) d; cx b, d; p(pi/8) d; "
       "cx c, d; p(-pi/8) d; cx a, d; h d; }"},
      {K::c3sqrtx,
       {},
       "gate c3sqrtx a, b, c, d { h d; cp(pi/8) a, d; cx a, b; cp(-pi/8) b, d; cx a, b; cp(pi/8) b, d; "
       "cx b, c; cp(-pi/8) c, d; cx a, c; cp(pi/8) c, d; cx b, c; cp(-pi/8) c, d; cx a, c; cp(pi/8) c, d; "
       "h d; }"},
      {K::c4x,
       {K::c3x, K::c3sqrtx},
       "gate c4x a, b, c, d, e { h e; cp(pi/2) d, e; h e; c3x a, b, c, d; h e; cp(-pi/2) d, e; h e; "
       "c3x a, b, c, d; c3sqrtx a, b, c, e; }"},
  };
  return all;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '-' || c == '+';
}

}  // namespace

bool is_program_register(std::string_view name) {
  if (name == "m") return true;
  if (name.size() < 2 || (name[0] != 'c' && name[0] != 'd')) return false;
  return std::ranges::all_of(name.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> names_in(const Circuit& circuit,
                                  const std::function<bool(const GateDefinition&)>& counts) {
  std::vector<std::string> names;
  for (const Register& r : circuit.qubit_registers) names.push_back(r.name);
  for (const Register& r : circuit.bit_registers) names.push_back(r.name);
  for (const Input& i : circuit.inputs) names.push_back(i.name);
  for (const GateDefinition& d : circuit.definitions) {
    if (!counts(d)) continue;
    names.push_back(d.name);
    names.insert(names.end(), d.params.begin(), d.params.end());
    names.insert(names.end(), d.qubits.begin(), d.qubits.end());
  }
  return names;
}

bool is_identifier(std::string_view name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (name.empty() || is_digit(name[0])) return false;
  while (!name.empty()) {
    const Character c = first_character(name);
    const char ascii = name[0];
    const bool legal = c.bytes > 1 ? c.printable
                                   : (ascii >= 'a' && ascii <= 'z') || (ascii >= 'A' && ascii <= 'Z') ||
                                         ascii == '_' || is_digit(ascii);
    if (!legal) return false;
    name.remove_prefix(c.bytes);
  }
  return true;
}

std::string physical_name(PhysicalQubit q) {
  return fmt::format("{}{}[{}]", q.comm ? 'c' : 'd', q.qpu.value(), q.index);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (is_plain(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string_view purpose_name(EbitPurpose purpose) {
  constexpr std::array<std::string_view, 3> names = {"cat", "teleport", "swap"};
  return names[static_cast<std::size_t>(purpose)];
}

PrintedNames::PrintedNames(const Module& module) {
  const std::vector<std::string> names = names_in(module.circuit, [](const auto&) { return true; });
  std::string prefix = "dqc_";
  while (std::ranges::any_of(names, [&](const std::string& n) { return n.starts_with(prefix); }))
    prefix += '_';
  for (const std::string& name : names)
    if (is_qasm3_word(name) || name == carrier_register ||
        (module.stage >= Stage::distributed && is_program_register(name)))
      printed_.emplace(name, prefix + name);
}

const std::string& PrintedNames::operator()(const std::string& name) const {
  const auto found = printed_.find(name);
  return found == printed_.end() ? name : found->second;
}

std::map<std::string, std::string> PrintedNames::changed() const {
  std::map<std::string, std::string> originals;
  for (const auto& [original, printed] : printed_) originals.emplace(printed, original);
  return originals;
}

std::string input_declarations(const Circuit& circuit, const PrintedNames& names) {
  std::string out;
  for (const Input& input : circuit.inputs) out += input_declaration(input, names(input.name)) + '\n';
  return out;
}

std::string angle_text(const Circuit& circuit, const PrintedNames& names, double angle) {
  return circuit.angles.text(
      angle, [&](std::int32_t i) { return names(circuit.inputs[static_cast<std::size_t>(i)].name); });
}

std::vector<GateKind> helper_gates(const Circuit& circuit) {
  std::array<bool, static_cast<std::size_t>(GateKind::none) + 1> used{};
  for (const Gate& g : circuit.gates()) used[static_cast<std::size_t>(g.kind)] = true;
  for (const GateDefinition& d : circuit.definitions)
    for (const BodyGate& g : d.body) used[static_cast<std::size_t>(g.kind)] = true;
  const auto& all = helpers();
  for (auto helper = all.rbegin(); helper != all.rend(); ++helper)
    if (used[static_cast<std::size_t>(helper->kind)])
      for (GateKind kind : helper->uses) used[static_cast<std::size_t>(kind)] = true;
  std::vector<GateKind> kinds;
  for (const Helper& helper : all)
    if (used[static_cast<std::size_t>(helper.kind)]) kinds.push_back(helper.kind);
  return kinds;
}

std::string_view helper_definition(GateKind kind) {
  const auto found = std::ranges::find(helpers(), kind, &Helper::kind);
  return found == helpers().end() ? std::string_view() : found->text;
}

std::string_view printed_gate_name(GateKind kind) { return kind == GateKind::u ? "U" : traits(kind).name; }

std::vector<std::int32_t> conditions_by_use(const Module& module) {
  std::vector<std::int32_t> order;
  std::vector<char> seen(module.circuit.conditions.size(), 0);
  const auto use = [&](std::int32_t condition) {
    if (condition < 0 || seen[static_cast<std::size_t>(condition)]) return;
    seen[static_cast<std::size_t>(condition)] = 1;
    order.push_back(condition);
  };
  for (const Gate& g : module.circuit.gates()) use(g.condition);
  if (module.program)
    for (const Instruction& i : module.program->instructions) use(i.condition);
  return order;
}

}  // namespace dqc
