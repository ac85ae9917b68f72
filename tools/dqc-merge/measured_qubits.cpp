#include "tools/dqc-merge/measured_qubits.h"

#include <algorithm>
#include <utility>

#include "passes/support/text_io.h"
#include "tools/emitted/device_places.h"
#include "tools/emitted/directory.h"

namespace dqc::merge {
namespace {

Result<std::vector<int>> measured_in(const std::string& path) {
  auto text = read_file(path);
  if (!text) return text.error();
  const auto program = emitted::parse_text(path, *std::move(text));
  if (!program) return program.error();
  const std::vector<int> places = emitted::device_places(*program);
  std::vector<int> qubits(program->num_bits(), -1);
  for (const Gate& gate : program->gates())
    if (gate.kind == GateKind::measure)
      qubits[static_cast<std::size_t>(gate.detail)] = places[program->qubit(gate).index()];
  return qubits;
}

}  // namespace

Result<std::vector<std::vector<int>>> measured_qubits(const emitted::SamplesFile& samples,
                                                      const std::string& directory) {
  const std::size_t copies = samples.layouts.size();
  std::vector<std::vector<int>> out;
  const bool apart =
      std::ranges::none_of(samples.programs, [](const std::string& name) { return name.empty(); });
  if (!apart && samples.combined.empty())
    return Error{ExitCode::bad_input, directory + "/samples.json: names no programs of the copies",
                 "use --qubits to say what each bit was measured from"};
  if (apart) {
    for (const std::string& name : samples.programs) {
      auto qubits = measured_in(directory + "/" + name);
      if (!qubits) return qubits.error();
      out.push_back(*std::move(qubits));
    }
    return out;
  }
  const auto qubits = measured_in(directory + "/" + samples.combined);
  if (!qubits) return qubits.error();
  const std::size_t bits = qubits->size() / std::max<std::size_t>(copies, 1);
  for (std::size_t i = 0; i < copies; ++i)
    out.emplace_back(qubits->begin() + static_cast<long>(i * bits),
                     qubits->begin() + static_cast<long>((i + 1) * bits));
  return out;
}

}  // namespace dqc::merge
