// Rows of schedule.json by their ids, which are nearly always their places.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace dqc::verify {

/// Cost: constant where ids are places, else logarithmic; nothing is kept for rows in the order of their ids.
template <class Row>
class RowsById {
 public:
  /// Precondition: `rows` outlive the table.
  explicit RowsById(const std::vector<Row>& rows) : rows_(rows) {
    if (std::ranges::is_sorted(rows_, {}, &Row::id)) return;
    order_.resize(rows_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = static_cast<std::uint32_t>(i);
    std::ranges::stable_sort(order_, {}, [&](std::uint32_t row) { return rows_[row].id; });
  }

  std::size_t size() const { return rows_.size(); }
  /// The row that is `k`-th by id; those of one id in their order.
  const Row& nth(std::size_t k) const { return rows_[place(k)]; }
  /// Its place in the list.
  std::size_t place(std::size_t k) const { return order_.empty() ? k : order_[k]; }

  /// Rows nth(k) with this id: the first k, and the one behind the last.
  std::pair<std::size_t, std::size_t> all(int id) const {
    std::size_t first = first_not_below(id), last = first;
    while (last < size() && nth(last).id == id) ++last;
    return {first, last};
  }
  /// The first row with this id, or null.
  const Row* find(int id) const {
    const std::size_t k = first_not_below(id);
    return k < size() && nth(k).id == id ? &nth(k) : nullptr;
  }

 private:
  std::size_t first_not_below(int id) const {
    const auto guess = static_cast<std::size_t>(id);
    if (id >= 0 && guess < size() && nth(guess).id == id && (guess == 0 || nth(guess - 1).id < id))
      return guess;
    std::size_t low = 0, high = size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (nth(middle).id < id)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  }

  const std::vector<Row>& rows_;
  std::vector<std::uint32_t> order_;
};

}  // namespace dqc::verify
