// What an e-bit of a link is worth and what it takes: fidelities, raw pairs and time. States of two qubits
// are diagonal in the Bell basis; local operations and memory are taken to be without error. Purification is
// that of Deutsch et al. (DEJMPS, PRL 77, 1996) or, for comparison, of Bennett et al. (BBPSSW, PRL 76, 1996),
// by recurrence: a pair of round r is made of two of round r - 1, one after the other.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "passes/ir/network.h"
#include "passes/support/result.h"

namespace dqc {

/// Weights of the Bell states, in the order Phi+, Psi-, Psi+, Phi-.
using BellWeights = std::array<double, 4>;

/// A raw pair: what is not the wanted state is spread over the others (Werner).
BellWeights werner(double fidelity);

/// The pair that swapping makes of two: their Pauli errors add up. Of Werner pairs it is
/// F = (3 w1 w2 + 1) / 4 with w = (4 F - 1) / 3 each.
BellWeights swapped(const BellWeights& first, const BellWeights& second);

/// The fidelity of the pair that swapping makes of all of them; 1 for none.
double fidelity_of(std::span<const BellWeights> pairs);

/// One round on two pairs like `pair`: it succeeds with probability `p`.
struct PurifiedPair {
  BellWeights pair;
  double p = 1;
};
PurifiedPair purified(Purification protocol, const BellWeights& pair);

/// Rounds beyond this help no link and are never asked for.
inline constexpr int most_rounds = 20;

/// A pair of `link` after `rounds` rounds.
struct LinkPair {
  BellWeights pair;
  double raw_pairs = 1;  ///< that are used up for it, on average
};
LinkPair link_pair(const Link& link, Purification protocol, int rounds);

/// Whether the rounds between them add to the pair's fidelity.
bool gains(const LinkPair& before, const LinkPair& after);

/// Communication qubits that generation takes at each end beside the one of the e-bit: one pair of each
/// round but the last waits for the next one.
inline int spare_qubits(int rounds) { return rounds; }

/// Ticks that the plan gives to the generation of an e-bit on `link`: the mean, or the quantile that
/// Network::demand names. Without rounds attempts are geometric; with N e-bits in parallel the quantile is of
/// all N together. With rounds, mean and variance follow from the recurrence and the quantile is that of a
/// gamma distribution (Wilson and Hilferty, PNAS 17, 1931).
std::int64_t generation_time(const Network& network, const Link& link, int rounds);

/// Rounds for each of `links`, which one e-bit spans, so that it has Network::demand.min_fidelity: the next
/// round goes where it gains most for its raw pairs, up to `most` of a link. `reached` is what they give,
/// maybe less than wanted.
struct PathRounds {
  std::vector<int> rounds;
  double reached = 1;
  double raw_pairs = 0;  ///< of all links, for one e-bit
};
PathRounds rounds_for(const Network& network, std::span<const LinkId> links, std::span<const int> most);

/// Raw pairs that one e-bit over `link` alone takes under Network::demand; without a demand 1. If the link
/// cannot reach it, those of the best it can.
double raw_pairs(const Network& network, const Link& link);

}  // namespace dqc
