// Stabilizer states: 2n Pauli operators, one row each, destabilizers first. Row i and row n + i
// anticommute, all other pairs of a destabilizer and a stabilizer commute.
#include <bit>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "tools/run/quantum_state.h"

namespace dqc::run {
namespace {

constexpr double tolerance = 1e-9;

/// `angle` as a number of quarter turns, 0 to 3; nothing if it is none.
std::optional<int> quarter_turns(double angle) {
  const double turns = angle / (std::numbers::pi / 2);
  const double whole = std::round(turns);
  if (std::abs(turns - whole) > tolerance) return std::nullopt;
  return static_cast<int>(((static_cast<long long>(whole) % 4) + 4) % 4);
}

/// What a one-qubit gate makes of a Pauli operator.
struct Image {
  bool x = false;
  bool z = false;
  bool minus = false;
};
/// By x + 2 z of the operator.
using Images = std::array<Image, 4>;

using Matrix = emitted::Matrix2;
constexpr std::complex<double> i_unit = {0, 1};
const std::array<Matrix, 4> paulis = {Matrix{1, 0, 0, 1}, Matrix{0, 1, 1, 0}, Matrix{1, 0, 0, -1},
                                      Matrix{0, -i_unit, i_unit, 0}};  // by x + 2 z

Matrix adjoint(const Matrix& u) {
  return {std::conj(u[0]), std::conj(u[2]), std::conj(u[1]), std::conj(u[3])};
}

std::optional<Image> image_of(const Matrix& m) {
  for (std::size_t p = 1; p < paulis.size(); ++p)
    for (const bool minus : {false, true}) {
      double distance = 0;
      for (std::size_t k = 0; k < m.size(); ++k)
        distance += std::abs(m[k] - (minus ? -1.0 : 1.0) * paulis[p][k]);
      if (distance < tolerance) return Image{(p & 1) != 0, (p & 2) != 0, minus};
    }
  return std::nullopt;
}

/// Nothing if `u` is no Clifford gate.
std::optional<Images> images_under(const Matrix& u) {
  using emitted::operator*;
  Images images;
  for (std::size_t p = 1; p < paulis.size(); ++p) {
    const auto image = image_of(u * paulis[p] * adjoint(u));
    if (!image) return std::nullopt;
    images[p] = *image;
  }
  return images;
}

class Tableau : public QuantumState {
 public:
  explicit Tableau(std::size_t qubits) : n_(qubits), words_((qubits + 63) / 64) { clear(); }

  void clear() override {
    rows_.assign(2 * n_, Row{std::vector<std::uint64_t>(words_), std::vector<std::uint64_t>(words_), false});
    for (std::size_t q = 0; q < n_; ++q) {
      set(rows_[q].x, q, true);
      set(rows_[n_ + q].z, q, true);
    }
  }

  void apply(const Factor& f) override {
    switch (f.kind) {
      case Factor::Kind::phase:
        for (int turns = *quarter_turns(f.angle); turns > 0; --turns) s(f.a);
        break;
      case Factor::Kind::matrix: one_qubit(f.a, images_of(f.matrix)); break;
      case Factor::Kind::cp:
        if (*quarter_turns(f.angle) == 2) cz(f.a, f.b);
        break;
    }
  }

  bool measure(int qubit, Rng& rng) override {
    const auto q = static_cast<std::size_t>(qubit);
    const bool chance = rng.unit() < 0.5;
    for (std::size_t p = n_; p < 2 * n_; ++p)
      if (get(rows_[p].x, q)) return measure_random(q, p, chance);
    return measure_known(q);
  }

  void reset(int q, Rng& rng) override {
    if (measure(q, rng)) flip(q);
  }

  void entangle(int a, int b, Rng& rng) override {
    reset(a, rng);
    reset(b, rng);
    hadamard(a);
    hadamard(b);
    cz(a, b);
    hadamard(b);
  }

  bool fits() const override { return true; }

 private:
  struct Row {
    std::vector<std::uint64_t> x;
    std::vector<std::uint64_t> z;
    bool minus = false;
  };

  static bool get(const std::vector<std::uint64_t>& bits, std::size_t q) {
    return ((bits[q / 64] >> (q % 64)) & 1) != 0;
  }
  static void set(std::vector<std::uint64_t>& bits, std::size_t q, bool value) {
    const std::uint64_t mask = std::uint64_t(1) << (q % 64);
    bits[q / 64] = value ? bits[q / 64] | mask : bits[q / 64] & ~mask;
  }

  /// Programs have few different gates: those met are kept.
  const Images& images_of(const Matrix& u) {
    for (const auto& [matrix, images] : known_)
      if (matrix == u) return images;
    return known_.emplace_back(u, *images_under(u)).second;
  }

  void one_qubit(int qubit, const Images& images) {
    const auto q = static_cast<std::size_t>(qubit);
    for (Row& row : rows_) {
      const Image& image = images[static_cast<std::size_t>(get(row.x, q)) + 2 * get(row.z, q)];
      set(row.x, q, image.x);
      set(row.z, q, image.z);
      row.minus ^= image.minus;
    }
  }
  void s(int q) {  // x -> y, y -> -x
    static const Images images = {Image{}, {true, true, false}, {false, true, false}, {true, false, true}};
    one_qubit(q, images);
  }
  void hadamard(int q) {
    static const Images images = {Image{}, {false, true, false}, {true, false, false}, {true, true, true}};
    one_qubit(q, images);
  }
  void flip(int q) {
    static const Images images = {Image{}, {true, false, false}, {false, true, true}, {true, true, true}};
    one_qubit(q, images);
  }

  void cz(int qubit_a, int qubit_b) {
    const auto a = static_cast<std::size_t>(qubit_a), b = static_cast<std::size_t>(qubit_b);
    for (Row& row : rows_) {
      const bool xa = get(row.x, a), xb = get(row.x, b), za = get(row.z, a), zb = get(row.z, b);
      row.minus ^= xa && xb && za != zb;
      set(row.z, a, za != xb);
      set(row.z, b, zb != xa);
    }
  }

  /// `into` becomes the product of both, which is Hermitian where the two commute.
  static void multiply(Row& into, const Row& by) {
    int quarter = 0;  // powers of i, from the qubits where the operators anticommute
    for (std::size_t w = 0; w < into.x.size(); ++w) {
      const std::uint64_t x1 = by.x[w], z1 = by.z[w], x2 = into.x[w], z2 = into.z[w];
      const std::uint64_t plus = (x1 & ~z1 & x2 & z2) | (x1 & z1 & ~x2 & z2) | (~x1 & z1 & x2 & ~z2);
      const std::uint64_t minus = (x1 & ~z1 & ~x2 & z2) | (x1 & z1 & x2 & ~z2) | (~x1 & z1 & x2 & z2);
      quarter += std::popcount(plus) - std::popcount(minus);
      into.x[w] ^= x1;
      into.z[w] ^= z1;
    }
    into.minus = (into.minus != by.minus) != ((quarter & 3) == 2);
  }

  bool measure_random(std::size_t q, std::size_t p, bool outcome) {
    for (std::size_t i = 0; i < 2 * n_; ++i)
      if (i != p && get(rows_[i].x, q)) multiply(rows_[i], rows_[p]);
    rows_[p - n_] = rows_[p];
    Row& row = rows_[p];
    std::fill(row.x.begin(), row.x.end(), 0);
    std::fill(row.z.begin(), row.z.end(), 0);
    set(row.z, q, true);
    return row.minus = outcome;
  }

  bool measure_known(std::size_t q) const {
    Row product{std::vector<std::uint64_t>(words_), std::vector<std::uint64_t>(words_), false};
    for (std::size_t i = 0; i < n_; ++i)
      if (get(rows_[i].x, q)) multiply(product, rows_[n_ + i]);
    return product.minus;
  }

  std::size_t n_;
  std::size_t words_;
  std::vector<Row> rows_;
  std::vector<std::pair<Matrix, Images>> known_;
};

}  // namespace

std::unique_ptr<QuantumState> make_tableau(std::size_t qubits) { return std::make_unique<Tableau>(qubits); }

bool is_clifford(std::span<const Factor> factors) {
  for (const Factor& f : factors) {
    if (f.kind == Factor::Kind::matrix) {
      if (!images_under(f.matrix)) return false;
      continue;
    }
    const auto turns = quarter_turns(f.angle);
    if (!turns || (f.kind == Factor::Kind::cp && *turns % 2 != 0)) return false;
  }
  return true;
}

}  // namespace dqc::run
