// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace run402 {

/// Overwrites the bytes with zeros and empties `secret`. The bytes are wiped for every QByteArray that
/// shares them, which is the point: copies made by passing values around hold the same memory.
/// Never give it a literal (QByteArrayLiteral, fromRawData). Thread: any, while nobody else reads them.
void wipe(QByteArray& secret);
void wipeShared(const QByteArray& secret);

/// Overwrites small blocks that this thread gave back to the allocator, by taking and clearing many of every size up to
/// 1 KB. For copies that libraries make and do not wipe (QtKeychain's base64, a clipboard's text): it reaches what is
/// still unused and proves nothing, so tests look at the memory afterwards. About a tenth of a millisecond.
void scrubFreedMemory();

/// Wipes at the end of a scope.
class WipedAtExit
{
public:
    explicit WipedAtExit(QByteArray& secret) : m_secret(secret) {}
    ~WipedAtExit() { wipe(m_secret); }
    WipedAtExit(const WipedAtExit&) = delete;
    WipedAtExit& operator=(const WipedAtExit&) = delete;

private:
    QByteArray& m_secret;
};

} // namespace run402
