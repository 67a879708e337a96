// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace run402 {

/// Overwrites the bytes with zeros and empties `secret`. The bytes are wiped for every QByteArray that
/// shares them, which is the point: copies made by passing values around hold the same memory.
/// Never give it a literal (QByteArrayLiteral, fromRawData). Thread: any, while nobody else reads them.
void wipe(QByteArray& secret);
void wipeShared(const QByteArray& secret);

/// Overwrites what this thread used last: its vector registers (x86-64 and ARM64; the dynamic linker saves them on the
/// stack, and with them what was just copied or decrypted), 128 KB of stack below the caller, and small blocks given back to the allocator, by taking and clearing
/// many of every size up to 1 KB. For copies that libraries make and do not wipe (QtKeychain's base64, a clipboard's
/// text). It reaches what is still unused and proves nothing, so tests look at the memory afterwards. About 0.1 ms.
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
