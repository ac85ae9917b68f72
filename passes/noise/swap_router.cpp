#include "passes/noise/swap_router.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "passes/noise/circuit_pattern.h"
#include "passes/noise/pending_pairs.h"

namespace dqc {

void Seating::exchange(int a, int b) {
  std::swap(qubit_at[static_cast<std::size_t>(a)], qubit_at[static_cast<std::size_t>(b)]);
  for (int place : {a, b})
    if (const int q = qubit_at[static_cast<std::size_t>(place)]; q >= 0)
      place_of[static_cast<std::size_t>(q)] = place;
}

namespace {

constexpr int decay_steps = 5;  // swaps after which moved qubits count as others again

class Router {
 public:
  Router(const Circuit& circuit, const CommutingOrder& order, const RoutingGraph& graph, const Seating& start,
         const RouterOptions& options, Rng& rng)
      : circuit_(circuit),
        graph_(graph),
        options_(options),
        rng_(rng),
        walk_(order, options.backward),
        pending_(pairs_of(circuit), options.backward),
        in_front_(circuit.num_gates(), 0),
        front_of_(circuit.num_qubits()),
        ahead_of_(circuit.num_qubits()),
        decay_(circuit.num_qubits(), 1.0),
        touched_(graph.size(), 0),
        holds_(circuit.num_qubits(), 1) {
    out_.start = out_.end = start;
    if (follows_lives()) holds_ = options.lives->holds;
  }

  RoutedSteps run() && {
    advance();
    while (!front_.empty()) {
      if (idle_swaps_ > patience()) {
        force_nearest();
      } else {
        const auto [a, b] = best_swap();
        swap(a, b);
      }
      advance();
    }
    if (follows_lives()) vacate(options_.lives->clear);
    return std::move(out_);
  }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }

  static std::vector<char> pairs_of(const Circuit& circuit) {
    std::vector<char> out;
    for (const Gate& gate : circuit.gates()) out.push_back(is_pair(gate));
    return out;
  }

  static bool is_pair(const Gate& gate) { return gate.num_qubits == 2 && gate.kind != GateKind::barrier; }
  bool is_pair(int gate) const { return is_pair(circuit_.gate(GateId(gate))); }
  int end_of(int gate, int which) const { return circuit_.qubit(circuit_.gate(GateId(gate)), which).value(); }
  int place(int qubit) const { return out_.end.place_of[index(qubit)]; }
  const RoutingGraph::Arc* coupler(int gate) const {
    return graph_.arc(place(end_of(gate, 0)), place(end_of(gate, 1)));
  }

  int patience() const { return 10 + 2 * graph_.diameter; }

  /// Does all gates that can be done where their qubits are.
  void advance() {
    bool changed = false;
    do {
      for (int gate : std::exchange(arrived_, {})) {
        if (!in_front_[index(gate)] || !coupler(gate)) continue;
        leave_front(gate);
        perform(gate);
        changed = true;
      }
      changed |= perform_ready();
    } while (!arrived_.empty());
    if (!changed) return;
    look_ahead();
    std::ranges::fill(decay_, 1.0);
    idle_swaps_ = 0;
  }

  bool perform_ready() {
    bool any = false;
    for (auto ready = walk_.take_ready(); !ready.empty(); ready = walk_.take_ready())
      for (int gate : ready) {
        any = true;
        if (is_pair(gate) && !coupler(gate))
          enter_front(gate);
        else
          perform(gate);
      }
    return any;
  }

  void perform(int gate) {
    if (change_by(gate) == Change::make && follows_lives()) vacate(operands(gate));
    if (is_pair(gate)) {
      const Gate& g = circuit_.gate(GateId(gate));
      const bool angled = g.kind == GateKind::cp || g.kind == GateKind::cu1;
      out_.cost += entangling_gates(g.kind, angled ? circuit_.param(g) : 0) * coupler(gate)->cost;
      pending_.remove(gate);
      for (int which : {0, 1}) touched_[index(place(end_of(gate, which)))] = 1;
    }
    out_.steps.push_back({gate});
    if (change_by(gate) != Change::none) change_lives(gate);
    walk_.finish(gate);
  }

  using Change = QubitLives::Change;
  bool follows_lives() const { return options_.lives && !options_.backward; }
  Change change_by(int gate) const {
    return options_.lives ? options_.lives->changes[index(gate)] : Change::none;
  }
  std::vector<int> operands(int gate) const {
    std::vector<int> out;
    for (QubitId q : circuit_.qubits(circuit_.gate(GateId(gate)))) out.push_back(q.value());
    return out;
  }
  bool holds(int place) const {
    const int q = out_.end.qubit_at[index(place)];
    return q >= 0 && holds_[index(q)];
  }

  void change_lives(int gate) {
    const std::vector<int> qubits = operands(gate);
    switch (change_by(gate)) {
      case Change::none: break;
      case Change::make: holds_[index(qubits.front())] = 1; break;
      case Change::end: holds_[index(qubits.back())] = options_.backward; break;
      case Change::move:
        std::swap(holds_[index(qubits[0])], holds_[index(qubits[1])]);
        rename(place(qubits[0]), place(qubits[1]));
    }
  }

  void rename(int a, int b) {
    out_.end.exchange(a, b);
    out_.steps.push_back({-1, a, b, true});
    touched_[index(a)] = touched_[index(b)] = 1;
  }

  /// `qubits`, which hold nothing, go back to where they started; what is held there moves away.
  void vacate(const std::vector<int>& qubits) {
    const auto home = [&](int q) { return out_.start.place_of[index(q)]; };
    std::vector<char> wanted(graph_.size(), 0);
    for (int q : qubits) wanted[index(home(q))] = touched_[index(home(q))] = 1;
    for (int q : qubits)
      if (holds(home(q))) push_out(home(q), wanted);
    for (int q : qubits)
      if (place(q) != home(q)) rename(place(q), home(q));
  }

  /// Moves what is held at `from`, and what is in its way, towards the nearest place that holds nothing and
  /// is not `wanted`, which is the one that holds something more afterwards.
  void push_out(int from, const std::vector<char>& wanted) {
    int target = -1;
    for (std::size_t p = 0; p < graph_.size(); ++p)
      if (const int at = static_cast<int>(p); !wanted[p] && !holds(at))
        if (target < 0 || graph_.distance(from, at) < graph_.distance(from, target)) target = at;
    std::vector<int> path(1, from);
    while (path.back() != target) path.push_back(next_on_path(path.back(), target));
    std::size_t free = path.size() - 1;
    for (std::size_t i = path.size() - 1; i-- > 0;) {
      if (!holds(path[i])) continue;
      for (std::size_t at = i; at < free; ++at) swap(path[at], path[at + 1]);
      free = i;
    }
  }

  int next_on_path(int from, int target) const {
    return std::ranges::min_element(
               graph_.arcs_of(from), {},
               [&](const RoutingGraph::Arc& arc) { return arc.length + graph_.distance(arc.to, target); })
        ->to;
  }

  void enter_front(int gate) {
    in_front_[index(gate)] = 1;
    front_.push_back(gate);
    for (int which : {0, 1}) front_of_[index(end_of(gate, which))].push_back(gate);
  }

  void leave_front(int gate) {
    in_front_[index(gate)] = 0;
    std::erase(front_, gate);
    for (int which : {0, 1}) std::erase(front_of_[index(end_of(gate, which))], gate);
  }

  void look_ahead() {
    for (int gate : ahead_)
      for (int which : {0, 1}) ahead_of_[index(end_of(gate, which))].clear();
    ahead_.clear();
    for (int gate = pending_.first(); gate != pending_.end(); gate = pending_.after(gate)) {
      if (std::cmp_greater_equal(ahead_.size(), options_.lookahead)) break;
      if (in_front_[index(gate)]) continue;
      ahead_.push_back(gate);
      for (int which : {0, 1}) ahead_of_[index(end_of(gate, which))].push_back(gate);
    }
  }

  double sum_of_distances(const std::vector<int>& gates) const {
    double sum = 0;
    for (int gate : gates) sum += graph_.distance(place(end_of(gate, 0)), place(end_of(gate, 1)));
    return sum;
  }

  /// By how much the distances of `gates`, all at `qubit`, change if it goes from place `from` to `to`.
  double change(const std::vector<int>& gates, int qubit, int from, int to) const {
    double sum = 0;
    for (int gate : gates) {
      const int other = place(end_of(gate, end_of(gate, 0) == qubit ? 1 : 0));
      if (other != to) sum += graph_.distance(to, other) - graph_.distance(from, other);
    }
    return sum;
  }

  std::pair<int, int> best_swap() {
    const double front = sum_of_distances(front_) / size(front_),
                 ahead = sum_of_distances(ahead_) / size(ahead_);
    double best = std::numeric_limits<double>::infinity();
    std::vector<std::pair<int, int>> equal;
    for (const auto& [a, b] : candidates()) {
      double f = 0, e = 0, decay = 1;
      for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
        const int qubit = out_.end.qubit_at[index(from)];
        if (qubit < 0) continue;
        f += change(front_of_[index(qubit)], qubit, from, to);
        e += change(ahead_of_[index(qubit)], qubit, from, to);
        decay = std::max(decay, decay_[index(qubit)]);
      }
      const double score = decay * (front + f / size(front_) + options_.ahead * (ahead + e / size(ahead_))) +
                           (is_free(a, b) ? -0.5 : graph_.arc(a, b)->length - 1) / size(front_);
      if (score > best + 1e-9) continue;
      if (score < best - 1e-9) equal.clear(), best = score;
      equal.emplace_back(a, b);
    }
    return equal[rng_.below(static_cast<std::uint32_t>(equal.size()))];
  }

  static double size(const std::vector<int>& gates) {
    return static_cast<double>(std::max<std::size_t>(gates.size(), 1));
  }

  /// The couplers at qubits of the front, ascending.
  std::vector<std::pair<int, int>> candidates() const {
    std::vector<std::pair<int, int>> out;
    for (int gate : front_)
      for (int which : {0, 1}) {
        const int a = place(end_of(gate, which));
        for (const RoutingGraph::Arc& arc : graph_.arcs_of(a)) out.push_back(std::minmax(a, arc.to));
      }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  /// Nothing has happened at either place but gates on one qubit: their qubits may as well start the other
  /// way round.
  bool is_free(int a, int b) const { return !touched_[index(a)] && !touched_[index(b)]; }

  void swap(int a, int b) {
    out_.end.exchange(a, b);
    if (is_free(a, b)) {
      out_.start.exchange(a, b);
    } else {
      out_.steps.push_back({-1, a, b});
      ++out_.swaps;
      out_.cost += 3 * graph_.arc(a, b)->cost;
      touched_[index(a)] = touched_[index(b)] = 1;
    }
    if (++idle_swaps_ % decay_steps == 0) std::ranges::fill(decay_, 1.0);
    for (int at : {a, b}) {
      const int qubit = out_.end.qubit_at[index(at)];
      if (qubit < 0) continue;
      decay_[index(qubit)] += options_.decay;
      const auto& gates = front_of_[index(qubit)];
      arrived_.insert(arrived_.end(), gates.begin(), gates.end());
    }
  }

  /// Swaps that turn in circles end here: the pair that is nearest is brought together on its shortest path.
  void force_nearest() {
    const int gate = *std::ranges::min_element(front_, {}, [&](int g) {
      return std::pair(graph_.distance(place(end_of(g, 0)), place(end_of(g, 1))), g);
    });
    const int moving = end_of(gate, 0), target = place(end_of(gate, 1));
    while (!graph_.arc(place(moving), target)) swap(place(moving), next_on_path(place(moving), target));
  }

  const Circuit& circuit_;
  const RoutingGraph& graph_;
  const RouterOptions& options_;
  Rng& rng_;
  OrderWalk walk_;
  PendingPairs pending_;
  std::vector<int> front_;  ///< gates that are ready but for the distance of their qubits
  std::vector<char> in_front_;
  std::vector<std::vector<int>> front_of_, ahead_of_;  ///< by qubit
  std::vector<int> ahead_;
  std::vector<int> arrived_;  ///< gates of the front whose qubits moved
  std::vector<double> decay_;
  std::vector<char> touched_;  ///< by place: a gate on two qubits or a swap was there
  std::vector<char> holds_;    ///< by qubit
  int idle_swaps_ = 0;         ///< since the last gate
  RoutedSteps out_;
};

}  // namespace

RoutedSteps route_swaps(const Circuit& circuit, const CommutingOrder& order, const RoutingGraph& graph,
                        const Seating& start, const RouterOptions& options, Rng& rng) {
  return Router(circuit, order, graph, start, options, rng).run();
}

}  // namespace dqc
