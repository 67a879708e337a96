// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/sitediff.h"

#include "services/deploy/releaseplan.h"

#include <QMap>

#include <vector>

namespace run402 {

QList<FileChange> diffFiles(const QList<SiteFile>& files, const QHash<QString, QByteArray>& live,
                            const QHash<QString, qint64>& sizes)
{
    QMap<QString, FileChange> changes;
    for (const SiteFile& f : files) {
        const auto old = live.constFind(f.path);
        const auto kind = old == live.cend()      ? FileChange::Kind::Added
                          : *old == f.sha256 ? FileChange::Kind::Same
                                             : FileChange::Kind::Changed;
        changes.insert(f.path, {kind, f.path, f.size, kind == FileChange::Kind::Same ? f.size : sizes.value(f.path, -1)});
    }
    for (auto it = live.cbegin(); it != live.cend(); ++it) {
        if (!changes.contains(it.key()))
            changes.insert(it.key(), {FileChange::Kind::Removed, it.key(), qMax<qint64>(0, sizes.value(it.key(), 0)),
                                      sizes.value(it.key(), -1)});
    }
    return changes.values();
}

namespace {

using Frontier = std::vector<int>;

/// Furthest reaching paths for every number of edits, until one reaches the end.
std::optional<std::vector<Frontier>> trace(const QStringList& a, const QStringList& b, int maxEdits)
{
    const int n = int(a.size()), m = int(b.size());
    const int limit = qMin(maxEdits, n + m);
    std::vector<Frontier> history;
    Frontier v(size_t(2 * limit + 3), 0);
    const int zero = limit + 1;
    for (int d = 0; d <= limit; ++d) {
        // Only the part that later steps back can ask for is kept: memory is O(D²), not O(D·(N+M)).
        history.emplace_back(v.begin() + zero - d - 1, v.begin() + zero + d + 2);
        for (int k = -d; k <= d; k += 2) {
            const bool down = k == -d || (k != d && v[size_t(zero + k - 1)] < v[size_t(zero + k + 1)]);
            int x = down ? v[size_t(zero + k + 1)] : v[size_t(zero + k - 1)] + 1;
            while (x < n && x - k < m && a.at(x) == b.at(x - k))
                ++x;
            v[size_t(zero + k)] = x;
            if (x >= n && x - k >= m)
                return history;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<QList<ChangedLine>> diffLines(const QString& before, const QString& after, int maxEdits)
{
    const QStringList a = before.split(u'\n'), b = after.split(u'\n');
    const auto history = trace(a, b, maxEdits);
    if (!history)
        return std::nullopt;
    QList<ChangedLine> lines;
    int x = int(a.size()), y = int(b.size());
    for (int d = int(history->size()) - 1; d > 0; --d) {
        const Frontier& v = history->at(size_t(d));
        const auto at = [&](int k) { return v[size_t(k + d + 1)]; };
        const int k = x - y;
        const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        const int fromX = down ? at(k + 1) : at(k - 1);
        const int fromY = fromX - (down ? k + 1 : k - 1);
        lines.prepend(down ? ChangedLine{ChangedLine::Kind::Added, fromY + 1, b.at(fromY)}
                           : ChangedLine{ChangedLine::Kind::Removed, fromX + 1, a.at(fromX)});
        x = fromX;
        y = fromY;
    }
    return lines;
}

ReleaseSpec remainingSpec(const ReleaseSpec& spec, const QList<ReleaseStep>& steps)
{
    QSet<ReleaseStep::Kind> done;
    for (const ReleaseStep& step : steps) {
        // The address step needs the deployment's id, which only a new deployment gives.
        const bool together = step.kind == ReleaseStep::Kind::Site || step.kind == ReleaseStep::Kind::Subdomain;
        if (step.state == ReleaseStep::State::Done && !together)
            done.insert(step.kind);
    }
    return withoutSteps(spec, done);
}

} // namespace run402
