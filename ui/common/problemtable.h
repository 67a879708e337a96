// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace run402 {

/// The words of one problem, untranslated, in the context "Problem". A text that
/// is not needed is empty, never null. Thread: any (constant).
struct ProblemRow
{
    const char* code; ///< an exact code, or a family without a dot
    const char* title;
    const char* why;
    const char* next;
    const char* action; ///< see actionText()
};

std::span<const ProblemRow> generalProblems();
std::span<const ProblemRow> paymentProblems();
std::span<const ProblemRow> problemFamilies();

} // namespace run402
