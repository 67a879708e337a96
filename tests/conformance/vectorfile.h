// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/secretkey.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace run402::test {

/// One file of vectors: the folder RUN402_VECTORS_DIR names, else tests/vectors.
class VectorFile
{
public:
    explicit VectorFile(const QString& name);

    bool isLoaded() const { return !m_cases.isEmpty(); }
    QJsonObject file() const { return m_file; }
    /// A column "index" and one row per case, named as the case is.
    void addRows() const;
    /// The case of the current row; counts it as exercised.
    QJsonObject current();
    /// Names of cases no row asked for.
    QStringList missed() const;
    int count() const { return int(m_cases.size()); }

private:
    QString rowName(int index) const;
    QJsonObject m_file;
    QJsonArray m_cases;
    QSet<int> m_exercised;
};

/// The text of a member, as UTF-8.
QByteArray bytesOf(const QJsonObject& object, const char* name);
/// A parsed JSON text, for comparing as JSON; undefined when it is none.
QJsonValue jsonOf(const QByteArray& text);
/// "privateKey" of a case.
Result<x402::SecretKey> keyOf(const QJsonObject& testCase,
                              x402::SecretKey::Use use = x402::SecretKey::Use::Wallet);

} // namespace run402::test
