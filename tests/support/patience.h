// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

// Qt Test gives a condition five seconds. That is too short where a whole server answers while other tests share the
// processors; what never comes true fails all the same.
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT(expression, 30'000)
#define QTRY_VERIFY2(expression, message) QTRY_VERIFY2_WITH_TIMEOUT(expression, message, 30'000)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, 30'000)
