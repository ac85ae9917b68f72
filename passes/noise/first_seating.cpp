#include "passes/noise/first_seating.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "passes/noise/circuit_pattern.h"

namespace dqc {
namespace {

constexpr std::size_t starts_looked_at = 4;  // of the places, one in so many may be where a seating starts

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

FirstSeating::FirstSeating(const Circuit& circuit, const RoutingGraph& graph, bool together)
    : graph_(graph),
      meetings_(circuit.num_qubits()),
      total_(circuit.num_qubits(), 0),
      component_of_(components_of(graph)),
      target_(circuit.num_qubits(), -1) {
  count_meetings(circuit, together);
  central_ = central_places(graph, meeting_.size());
  assign_components(together ? std::vector<std::vector<int>>{meeting_} : connected_parts());
}

void FirstSeating::count_meetings(const Circuit& circuit, bool together) {
  std::map<std::pair<int, int>, double> gates;
  for (const Gate& g : circuit.gates())
    if (g.num_qubits == 2 && g.kind != GateKind::barrier)
      ++gates[std::minmax(circuit.qubit(g, 0).value(), circuit.qubit(g, 1).value())];
  for (const auto& [ends, count] : gates) {
    meetings_[index(ends.first)].push_back({ends.second, count});
    meetings_[index(ends.second)].push_back({ends.first, count});
    for (int q : {ends.first, ends.second}) total_[index(q)] += count;
  }
  if (together) {
    meeting_.resize(circuit.num_qubits());
    std::iota(meeting_.begin(), meeting_.end(), 0);
    return;
  }
  for (QubitId q : used_qubits(circuit))
    (meetings_[q.index()].empty() ? alone_ : meeting_).push_back(q.value());
}

/// The largest first.
std::vector<std::vector<int>> FirstSeating::connected_parts() const {
  std::vector<std::vector<int>> parts;
  std::vector<char> seen(target_.size(), 0);
  for (int first : meeting_) {
    if (seen[index(first)]) continue;
    seen[index(first)] = 1;
    auto& part = parts.emplace_back(1, first);
    for (std::size_t i = 0; i < part.size(); ++i)
      for (const Meeting& m : meetings_[index(part[i])])
        if (!seen[index(m.other)]) seen[index(m.other)] = 1, part.push_back(m.other);
  }
  std::ranges::stable_sort(parts, std::ranges::greater(), [](const auto& part) { return part.size(); });
  return parts;
}

void FirstSeating::assign_components(const std::vector<std::vector<int>>& parts) {
  std::vector<std::size_t> room;
  for (int component : component_of_) {
    room.resize(std::max(room.size(), index(component) + 1), 0);
    ++room[index(component)];
  }
  for (const auto& part : parts) {
    const auto fits = std::ranges::find_if(room, [&](std::size_t left) { return left >= part.size(); });
    if (fits == room.end()) return void(possible_ = false);
    *fits -= part.size();
    for (int q : part) target_[index(q)] = static_cast<int>(fits - room.begin());
  }
  possible_ = alone_.size() <= std::accumulate(room.begin(), room.end(), std::size_t{0});
}

int FirstSeating::next_qubit(const std::vector<char>& seated, const Weights& ties) const {
  int best = -1;
  std::pair<double, double> rank;
  for (int q : meeting_) {
    if (seated[index(q)]) continue;
    double near = 0;
    for (const Meeting& m : meetings_[index(q)])
      if (seated[index(m.other)]) near += m.gates;
    const std::pair own(near, total_[index(q)] + ties[index(q)]);
    if (best < 0 || own > rank) best = q, rank = own;
  }
  return best;
}

void FirstSeating::put(int qubit, int component, double disorder, Rng& rng, Seating& seating) const {
  int best = -1;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t p = 0; p < graph_.size(); ++p) {
    const int place = static_cast<int>(p);
    if (component_of_[p] != component || seating.qubit_at[p] >= 0) continue;
    const bool beside = std::ranges::any_of(graph_.arcs_of(place), [&](const RoutingGraph::Arc& arc) {
      return seating.qubit_at[index(arc.to)] >= 0;
    });
    if (!beside) continue;
    double sum = 0;
    for (const Meeting& m : meetings_[index(qubit)])
      if (const int at = seating.place_of[index(m.other)]; at >= 0)
        sum += m.gates * graph_.distance(place, at);
    sum *= 1 + disorder * rng.unit();
    if (sum < least) best = place, least = sum;
  }
  if (best < 0) {  // the first of its component
    std::vector<int> free;
    for (int p : central_)
      if (component_of_[index(p)] == component && seating.qubit_at[index(p)] < 0) free.push_back(p);
    const std::size_t choice = disorder > 0 ? free.size() / starts_looked_at : 0;
    best = free[rng.below(static_cast<std::uint32_t>(choice + 1))];
  }
  seating.seat(qubit, best);
}

/// Qubits that meet none go to the far end, out of the way.
void FirstSeating::put_alone(Seating& seating) const {
  auto place = central_.rbegin();
  for (int q : alone_) {
    while (seating.qubit_at[index(*place)] >= 0) ++place;
    seating.seat(q, *place);
  }
}

Seating FirstSeating::seat(double disorder, Rng& rng) const {
  Seating seating{std::vector<int>(target_.size(), -1), std::vector<int>(graph_.size(), -1)};
  std::vector<char> seated(target_.size(), 0);
  Weights ties(target_.size(), 0);
  for (double& tie : ties) tie = disorder * rng.unit() * 4;
  for (int q = next_qubit(seated, ties); q >= 0; q = next_qubit(seated, ties)) {
    put(q, target_[index(q)], disorder, rng, seating);
    seated[index(q)] = 1;
  }
  put_alone(seating);
  return seating;
}

}  // namespace dqc
