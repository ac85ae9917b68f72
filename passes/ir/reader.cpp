#include "passes/ir/reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "passes/ir/annotation_fields.h"
#include "passes/ir/device_text.h"
#include "passes/ir/program_reader.h"
#include "passes/ir/routing.h"
#include "passes/ir/text_form.h"

namespace dqc {
namespace {

Error bad(std::string message) { return {ExitCode::bad_input, std::move(message), ""}; }

/// `circuit` with condition i as condition new_index[i] of `count`; those with -1 are left out.
Circuit renumbered(const Circuit& circuit, const std::vector<std::int32_t>& new_index, std::size_t count) {
  Circuit out = circuit.without_gates();
  out.annotations = circuit.annotations;
  out.conditions.assign(count, {});
  for (std::size_t i = 0; i < new_index.size(); ++i)
    if (new_index[i] >= 0) out.conditions[static_cast<std::size_t>(new_index[i])] = circuit.conditions[i];
  out.reserve_gates(circuit.num_gates());
  for (const Gate& g : circuit.gates()) {
    const std::int32_t condition = g.condition < 0 ? -1 : new_index[static_cast<std::size_t>(g.condition)];
    out.add_gate(g.kind, circuit.qubits(g), circuit.params(g), g.detail, condition, g.line);
  }
  return out;
}

/// The frontend may list conditions that no gate has, such as those of an outer `if`. Afterwards there are
/// none, and the others are in the order of their first use.
Circuit with_conditions_by_use(Circuit circuit) {
  std::vector<std::int32_t> new_index(circuit.conditions.size(), -1);
  std::int32_t used = 0;
  bool in_order = true;
  for (const Gate& g : circuit.gates()) {
    if (g.condition < 0 || new_index[static_cast<std::size_t>(g.condition)] >= 0) continue;
    in_order &= g.condition == used;
    new_index[static_cast<std::size_t>(g.condition)] = used++;
  }
  if (in_order && static_cast<std::size_t>(used) == circuit.conditions.size()) return circuit;
  return renumbered(circuit, new_index, static_cast<std::size_t>(used));
}

class ModuleReader {
 public:
  explicit ModuleReader(Circuit circuit) : in_(std::move(circuit)) {}

  Result<Module> read() && {
    for (const Annotation& a : in_.annotations)
      if (Status done = annotation(a); !done) return done.error();
    if (Status done = check_names(); !done) return done.error();
    if (module_.stage >= Stage::distributed) {
      in_.annotations = std::move(program_annotations_);
      if (Status done = read_program(in_, module_); !done) return done.error();
      for (Register& r : module_.circuit.bit_registers) restore(r.name);
      for (Input& i : module_.circuit.inputs) restore(i.name);
    } else {
      if (Status done = restore_circuit(); !done) return done.error();
      module_.circuit = std::move(in_);
      module_.circuit.annotations = std::move(kept_);
    }
    if (Status done = reorder_conditions(); !done) return done.error();
    return std::move(module_);
  }

 private:
  /// Sorts one annotation: the module's own are read, a program's and the source's are put aside.
  Status annotation(const Annotation& a) {
    using Handler = void (ModuleReader::*)(const Annotation&, AnnotationFields&);
    static const std::map<std::string_view, Handler> handlers = {
        {"dqc.module", &ModuleReader::module_line},
        {"dqc.name", &ModuleReader::name_line},
        {"dqc.helpers", &ModuleReader::helpers_line},
        {"dqc.opaque", &ModuleReader::opaque_line},
        {"dqc.qpu", &ModuleReader::qpu_line},
        {"dqc.link", &ModuleReader::link_line},
        {"dqc.demand", &ModuleReader::demand_line},
        {"dqc.initial", &ModuleReader::homes_line},
        {"dqc.final", &ModuleReader::homes_line},
        {"dqc.at", &ModuleReader::at_line},
        {"dqc.conditions", &ModuleReader::conditions_line},
        {"dqc.empty_network", &ModuleReader::empty_network_line}};
    const auto handler = handlers.find(a.keyword);
    const bool of_device = is_device_keyword(a.keyword);
    if (a.keyword == routing_keyword && has_header_ && module_.stage < Stage::distributed) {
      kept_.push_back(a);
      return check_routing(in_, a);
    }
    if (handler == handlers.end() && !of_device) {
      if (module_.stage < Stage::distributed && a.keyword.starts_with("dqc."))
        return annotation_error(a, has_header_ ? "is unknown" : "needs '@dqc.module' before it");
      (module_.stage >= Stage::distributed ? program_annotations_ : kept_).push_back(a);
      return success();
    }
    AnnotationFields fields(a);
    const bool first = a.keyword == "dqc.module";
    if (first == has_header_) fields.fail(first ? "stands there twice" : "needs '@dqc.module' before it");
    has_header_ = true;
    if (of_device)
      read_device_annotation(a.keyword, fields, module_);
    else
      (this->*handler->second)(a, fields);
    return fields.status();
  }

  void module_line(const Annotation&, AnnotationFields& f) {
    const auto stage = stage_named(f.text("stage"));
    if (f.integer("version") != 1) f.fail("only version 1 is known");
    if (!stage) return f.fail("unknown stage");
    module_.stage = *stage;
    if (*stage == Stage::placed) {
      module_.placement.emplace();
      module_.placement->initial.resize(in_.num_qubits());
      module_.placement->final_.resize(in_.num_qubits());
      module_.placement->executor.resize(in_.num_gates());
    }
  }

  void name_line(const Annotation& a, AnnotationFields& f) {
    const auto equals = std::min(a.content.find('='), a.content.size());
    const std::string printed = a.content.substr(0, equals);
    const std::string original = a.content.substr(std::min(equals + 1, a.content.size()));
    if (!is_identifier(printed) || !is_identifier(original)) return f.fail("expected NAME=NAME");
    if (!originals_.emplace(printed, original).second) f.fail("stands there twice");
  }

  /// No two things of one module have the same name.
  Status check_names() const {
    if (originals_.empty()) return success();
    std::set<std::string, std::less<>> originals;
    for (const auto& [printed, original] : originals_)
      if (!originals.insert(original).second)
        return bad(fmt::format("two names stand for '{}' in '@dqc.name'", original));
    for (const std::string& name : names_in(in_, [&](const auto& d) { return !helpers_.contains(d.name); }))
      if (originals.contains(name) && (module_.stage < Stage::distributed || !is_program_register(name)))
        return bad(fmt::format("'{}' stands for itself and for another name in '@dqc.name'", name));
    return success();
  }

  void helpers_line(const Annotation&, AnnotationFields& f) {
    for (std::string_view name : f.words()) {
      const auto kind = gate_kind_named(name);
      if (!kind) return f.fail("unknown gate");
      helpers_.emplace(name, *kind);
    }
  }

  void opaque_line(const Annotation&, AnnotationFields& f) {
    for (std::string_view name : f.words()) {
      const auto found = std::ranges::find(in_.definitions, name, &GateDefinition::name);
      if (found == in_.definitions.end()) return f.fail("unknown gate");
      found->opaque = true;
    }
  }

  Network& network() { return module_.network ? *module_.network : module_.network.emplace(); }
  void empty_network_line(const Annotation&, AnnotationFields&) { network(); }

  void qpu_line(const Annotation&, AnnotationFields& f) {
    Qpu q;
    q.external_id = f.integer("id");
    q.data = static_cast<int>(f.integer("data"));
    q.comm = static_cast<int>(f.integer("comm"));
    q.latency = {f.integer("q1"),    f.integer("q2"),  f.integer("measure"),
                 f.integer("reset"), f.integer("epr"), f.integer("hop")};
    if (f.has("name")) q.name = unescaped(f.text("name"));
    if (f.has("device")) q.device = unescaped(f.text("device"));
    if (f.has("withheld")) q.withheld = static_cast<int>(f.integer("withheld"));
    network().qpus.push_back(std::move(q));
  }

  void link_line(const Annotation&, AnnotationFields& f) {
    const auto ends = f.ids<QpuId>("qpus");
    if (ends.size() != 2) return f.fail("a link has two QPUs");
    Link l;
    l.a = ends[0], l.b = ends[1];
    l.ebit_latency = f.integer("ebit_latency");
    l.p_success = f.real("p_success");
    l.fidelity = f.real("fidelity");
    l.capacity = static_cast<int>(f.integer("capacity"));
    if (f.has("cost")) l.cost = static_cast<int>(f.integer("cost"));
    network().links.push_back(l);
  }

  void demand_line(const Annotation&, AnnotationFields& f) {
    EbitDemand& demand = network().demand;
    demand.min_fidelity = f.real("min_fidelity");
    const auto purification = purification_named(f.text("purification"));
    if (!purification) return f.fail("the purification is dejmps or bbpssw");
    demand.purification = *purification;
    demand.quantile = f.real("quantile");
    demand.max_age = f.integer("max_age");
    if (!(demand.min_fidelity >= 0 && demand.min_fidelity < 1 && demand.quantile >= 0 && demand.quantile < 1))
      f.fail("a fidelity and a quantile are at least 0 and below 1");
  }

  void homes_line(const Annotation& a, AnnotationFields& f) {
    if (!module_.placement || a.target != Annotation::Target::qubit_register)
      return f.fail("belongs to a qubit register of a placed module");
    const Register& r = in_.qubit_registers[static_cast<std::size_t>(a.index)];
    const auto values = f.word_integers();
    if (values.size() != static_cast<std::size_t>(r.size))
      return f.fail("needs a QPU for each qubit of the register");
    auto& homes = a.keyword == "dqc.initial" ? module_.placement->initial : module_.placement->final_;
    for (std::size_t i = 0; i < values.size(); ++i)
      homes[static_cast<std::size_t>(r.first) + i] = QpuId(static_cast<std::int32_t>(values[i]));
  }

  void at_line(const Annotation& a, AnnotationFields& f) {
    const auto values = f.word_integers();
    if (!module_.placement || a.target != Annotation::Target::gate || values.size() != 1)
      return f.fail("belongs to a gate of a placed module and names one QPU");
    module_.placement->executor[static_cast<std::size_t>(a.index)] =
        QpuId(static_cast<std::int32_t>(values[0]));
  }

  void conditions_line(const Annotation&, AnnotationFields& f) {
    for (std::int64_t i : f.word_integers()) condition_order_.push_back(i);
  }

  // Names and helper gates.
  void restore(std::string& name) const {
    const auto found = originals_.find(name);
    if (found != originals_.end()) name = found->second;
  }

  Status restore_circuit() {
    const bool empty = in_.qubit_registers.empty() && in_.bit_registers.size() == 1 &&
                       in_.bit_registers[0].name == carrier_register;
    if (empty) {
      Circuit without_registers;
      without_registers.definitions = std::move(in_.definitions);
      without_registers.inputs = std::move(in_.inputs);
      in_ = std::move(without_registers);
    }
    for (Register& r : in_.qubit_registers) restore(r.name);
    for (Register& r : in_.bit_registers) restore(r.name);
    for (Input& i : in_.inputs) restore(i.name);
    if (Status done = restore_helpers(); !done) return done;
    for (GateDefinition& d : in_.definitions) {
      restore(d.name);
      for (std::string& p : d.params) restore(p);
      for (std::string& q : d.qubits) restore(q);
    }
    return success();
  }

  /// Calls of helper definitions become the built-in gates they stand for.
  Status restore_helpers() {
    if (helpers_.empty()) return success();
    std::vector<GateDefinition> kept;
    std::vector<std::int32_t> new_index;
    std::vector<GateKind> kind_of;
    for (GateDefinition& d : in_.definitions) {
      const auto helper = helpers_.find(d.name);
      kind_of.push_back(helper == helpers_.end() ? GateKind::call : helper->second);
      new_index.push_back(helper == helpers_.end() ? static_cast<std::int32_t>(kept.size()) : -1);
      if (helper == helpers_.end()) kept.push_back(std::move(d));
    }
    for (GateDefinition& d : kept)
      for (BodyGate& g : d.body)
        if (g.kind == GateKind::call) {
          g.kind = kind_of[static_cast<std::size_t>(g.callee)];
          g.callee = new_index[static_cast<std::size_t>(g.callee)];
        }
    Circuit out = in_.without_gates();
    for (const Gate& g : in_.gates()) {
      if (g.kind != GateKind::call) {
        out.add_gate(g.kind, in_.qubits(g), in_.params(g), g.detail, g.condition, g.line);
        continue;
      }
      const auto callee = static_cast<std::size_t>(g.detail);
      if (kind_of[callee] != GateKind::call &&
          (traits(kind_of[callee]).qubits != g.num_qubits || traits(kind_of[callee]).params != g.num_params))
        return bad(fmt::format("the definition of '{}' does not fit the gate of that name",
                               traits(kind_of[callee]).name));
      out.add_gate(kind_of[callee], in_.qubits(g), in_.params(g), new_index[callee], g.condition, g.line);
    }
    out.definitions = std::move(kept);
    in_ = std::move(out);
    return success();
  }

  /// Conditions are numbered by first use now; the n-th of them has the number condition_order_[n].
  Status reorder_conditions() {
    if (condition_order_.empty()) return success();
    const std::size_t count = module_.circuit.conditions.size();
    std::vector<std::int32_t> new_index;
    std::vector<char> taken(count, 0);
    for (std::int64_t to : condition_order_) {
      const bool legal =
          to >= 0 && static_cast<std::size_t>(to) < count && !taken[static_cast<std::size_t>(to)];
      if (!legal) break;
      taken[static_cast<std::size_t>(to)] = 1;
      new_index.push_back(static_cast<std::int32_t>(to));
    }
    if (new_index.size() != count || condition_order_.size() != count)
      return bad("annotation '@dqc.conditions' is not an order of the module's conditions");
    module_.circuit = renumbered(module_.circuit, new_index, count);
    if (module_.program)
      for (Instruction& i : module_.program->instructions)
        if (i.condition >= 0) i.condition = new_index[static_cast<std::size_t>(i.condition)];
    return success();
  }

  Circuit in_;
  Module module_;
  bool has_header_ = false;                                    ///< '@dqc.module' was read
  std::map<std::string, std::string, std::less<>> originals_;  ///< by printed name
  std::map<std::string, GateKind, std::less<>> helpers_;
  std::vector<std::int64_t> condition_order_;
  std::vector<Annotation> kept_;
  std::vector<Annotation> program_annotations_;
};

}  // namespace

Result<Module> read_module(Circuit circuit) {
  return ModuleReader(with_conditions_by_use(std::move(circuit))).read();
}

}  // namespace dqc
