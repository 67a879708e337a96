// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace run402::test {

/// Looks for a private key where it must not be: in files, and in this process's own memory.
///
/// Looked for are both halves of the key (so that pieces count) as raw bytes in either order, as hexadecimal digits of
/// either case, as base64, as decimal bytes and as decimal 64-bit limbs; each also with the zero bytes between that a
/// QString has. The forms are kept XORed, so that the search never finds itself.
class KeyTraces
{
public:
    /// `key`: 32 raw bytes; they are wiped.
    explicit KeyTraces(QByteArray& key);

    /// Every file below, hidden ones too, that holds a trace: "path: form". `allowed`: files to pass over.
    QStringList inFolder(const QString& folder, const QStringList& allowed = {}) const;
    QStringList inBytes(const QByteArray& bytes, const QString& name) const;
    /// "region +offset: form" for heap, stacks and everything else readable, /proc/self/mem. Linux.
    QStringList inMemory() const;
    int megabytesScanned() const { return m_megabytes; } ///< of the last inMemory()

private:
    struct Form
    {
        QString name;
        QByteArray veiled;
    };
    void add(const QString& name, QByteArray plain);
    void scan(const char* data, qsizetype size, const std::function<void(const Form&, qsizetype)>& found) const;

    QList<Form> m_forms;
    mutable int m_megabytes = 0;
};

} // namespace run402::test
