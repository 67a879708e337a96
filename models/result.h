// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"

#include <optional>
#include <utility>
#include <variant>

namespace run402 {

/// Wraps a failure so that it can be returned where a Result<T> is expected.
struct Unexpected
{
    Problem problem;
};
inline Unexpected fail(Problem p) { return Unexpected{std::move(p)}; }
inline Unexpected fail(Problem::Kind kind, QString code, QString message)
{
    return Unexpected{Problem::make(kind, std::move(code), std::move(message))};
}

/// A value or a Problem: the subset of std::expected this project needs
/// (g++ 12 offers the standard one only in C++23 mode; see DECISIONS.md).
/// Owner: value. Thread: as T. Reading the wrong side asserts.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Unexpected e) : m_state(std::in_place_index<1>, std::move(e.problem)) {}
    Result(Problem p) : m_state(std::in_place_index<1>, std::move(p)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T& value() const& { Q_ASSERT(ok()); return std::get<0>(m_state); }
    T& value() & { Q_ASSERT(ok()); return std::get<0>(m_state); }
    T&& value() && { Q_ASSERT(ok()); return std::get<0>(std::move(m_state)); }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }
    T valueOr(T fallback) const { return ok() ? value() : std::move(fallback); }

    const Problem& error() const { Q_ASSERT(!ok()); return std::get<1>(m_state); }

private:
    std::variant<T, Problem> m_state;
};

/// Success without a value: `return Done{};`
struct Done
{
};

} // namespace run402
