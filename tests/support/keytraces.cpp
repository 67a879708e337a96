// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/keytraces.h"

#include <QDirIterator>
#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <bitset>
#include <memory>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace run402::test {
namespace {

constexpr char kVeil = char(0xa5);
constexpr qsizetype kChunk = 1 << 20, kOverlap = 256;

void wipeBytes(QByteArray& bytes)
{
    std::fill_n(const_cast<char*>(bytes.constData()), bytes.size(), '\0');
    bytes.clear();
}

QByteArray utf16(const QByteArray& text)
{
    QByteArray wide(2 * text.size(), '\0');
    for (qsizetype i = 0; i < text.size(); ++i)
        wide[2 * i] = text[i];
    return wide;
}

struct Region
{
    quint64 from = 0, to = 0;
    QString name;
};

QList<Region> readableRegions()
{
    QFile maps(u"/proc/self/maps"_s);
    QList<Region> regions;
    if (!maps.open(QIODevice::ReadOnly))
        return regions;
    const QList<QByteArray> lines = maps.readAll().split('\n');
    for (const QByteArray& line : lines) {
        const QList<QByteArray> parts = line.simplified().split(' ');
        if (parts.size() < 5 || !parts[1].startsWith('r'))
            continue;
        const QByteArray name = parts.size() > 5 ? parts[5] : QByteArray("anonymous");
        // Code and data of libraries that cannot be written, and what is not memory, hold no key.
        if (name.startsWith("[v") || name.startsWith("/dev/") || (!parts[1].contains('w') && name.startsWith('/')))
            continue;
        const QList<QByteArray> range = parts[0].split('-');
        regions.append({range[0].toULongLong(nullptr, 16), range[1].toULongLong(nullptr, 16), QString::fromLatin1(name)});
    }
    return regions;
}

} // namespace

KeyTraces::KeyTraces(QByteArray& key)
{
    for (const int half : {0, 1}) {
        QByteArray part(key.constData() + 16 * half, 16);
        const QString which = half ? u" (second half)"_s : u" (first half)"_s;
        add(u"raw"_s + which, QByteArray(part.constData(), part.size()));
        QByteArray reversed(part.constData(), part.size());
        std::reverse(reversed.begin(), reversed.end());
        add(u"limbs"_s + which, std::move(reversed));
        const auto text = [&](const QString& name, QByteArray plain) {
            add(name + u" as UTF-16"_s + which, utf16(plain));
            add(name + which, std::move(plain));
        };
        text(u"hex"_s, part.toHex());
        text(u"HEX"_s, part.toHex().toUpper());
        QByteArray bytes, limbs;
        for (int i = 0; i < 8; ++i)
            bytes += (i ? "," : "") + QByteArray::number(quint8(part[i]));
        text(u"decimal bytes"_s, std::move(bytes));
        for (int i = 0; i < 2; ++i)
            text(u"decimal limb %1"_s.arg(i), QByteArray::number(qFromBigEndian<quint64>(part.constData() + 8 * i)));
        wipeBytes(part);
    }
    // Of the whole key: a half would be written in other letters.
    QByteArray base64 = key.toBase64(QByteArray::OmitTrailingEquals);
    for (const int half : {0, 1}) {
        QByteArray part(base64.constData() + 20 * half, 20);
        const QString which = half ? u" (second half)"_s : u" (first half)"_s;
        add(u"base64 as UTF-16"_s + which, utf16(part));
        add(u"base64"_s + which, std::move(part));
    }
    wipeBytes(base64);
    wipeBytes(key);
}

void KeyTraces::add(const QString& name, QByteArray plain)
{
    Form form{name, QByteArray(plain.size(), '\0')};
    std::transform(plain.cbegin(), plain.cend(), form.veiled.begin(), [](char c) { return char(c ^ kVeil); });
    wipeBytes(plain);
    m_forms.append(form);
}

void KeyTraces::scan(const char* data, qsizetype size, const std::function<void(const Form&, qsizetype)>& found) const
{
    // The first two letters of every form, veiled, as an index.
    const auto starts = std::make_unique<std::bitset<65536>>();
    const auto start = [](char a, char b) { return size_t(quint8(a)) << 8 | quint8(b); };
    for (const Form& form : m_forms)
        starts->set(start(form.veiled[0], form.veiled[1]));
    for (qsizetype i = 0; i + 1 < size; ++i) {
        if (!starts->test(start(char(data[i] ^ kVeil), char(data[i + 1] ^ kVeil))))
            continue;
        for (const Form& form : m_forms) {
            qsizetype n = 0;
            while (n < form.veiled.size() && i + n < size && char(data[i + n] ^ kVeil) == form.veiled[n])
                ++n;
            if (n == form.veiled.size())
                found(form, i);
        }
    }
}

QStringList KeyTraces::inBytes(const QByteArray& bytes, const QString& name) const
{
    QStringList list;
    scan(bytes.constData(), bytes.size(), [&](const Form& form, qsizetype) { list << name + u": "_s + form.name; });
    list.removeDuplicates();
    return list;
}

QStringList KeyTraces::inFolder(const QString& folder, const QStringList& allowed) const
{
    QStringList list;
    QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (!allowed.contains(file.fileName()) && file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
            QByteArray bytes = file.readAll();
            list << inBytes(bytes, file.fileName());
            wipeBytes(bytes);
        }
    }
    return list;
}

QStringList KeyTraces::inMemory() const
{
    // A mapping of its own: what is read into it is not read again.
    auto* buffer = static_cast<char*>(::mmap(nullptr, size_t(kChunk), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    QStringList list;
    quint64 total = 0;
    if (buffer == MAP_FAILED || memory < 0)
        return {u"the memory cannot be read"_s};
    const auto own = quint64(reinterpret_cast<quintptr>(buffer));
    const auto regions = readableRegions();
    for (const Region& region : regions) {
        for (quint64 at = region.from; at < region.to;) {
            if (at >= own && at < own + quint64(kChunk)) {
                at = own + quint64(kChunk);
                continue;
            }
            quint64 end = std::min(region.to, at + quint64(kChunk));
            if (at < own && end > own)
                end = own;
            const auto got = ::pread(memory, buffer, size_t(end - at), off_t(at));
            if (got <= 0)
                break;
            total += quint64(got);
            scan(buffer, got, [&](const Form& form, qsizetype offset) {
                list << u"%1 +%2: %3"_s.arg(region.name).arg(at + quint64(offset) - region.from).arg(form.name);
            });
            // A trace may lie across two pieces.
            at = end < region.to && end != own && got > kOverlap ? end - quint64(kOverlap) : end;
        }
    }
    ::close(memory);
    ::munmap(buffer, size_t(kChunk));
    m_megabytes = int(total >> 20);
    list.removeDuplicates();
    return list;
}

} // namespace run402::test
