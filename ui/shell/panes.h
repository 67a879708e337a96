// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVector>

#include <functional>

class QWidget;

namespace run402 {

enum class DockArea { Center, Bottom };

/// One kind of pane. app/panes.cpp registers every one by hand: a static
/// initialiser in a static library would vanish.
struct PaneInfo
{
    QString id;        ///< "sql"
    const char* title; ///< QT_TRANSLATE_NOOP("Panes", "SQL")
    QString icon;      ///< a Lucide name
    DockArea area = DockArea::Center;
    /// `object` tells panes of one kind apart (a table's name); empty for single ones.
    std::function<QWidget*(QWidget* parent, const QString& object)> make;
    /// Several with the same object may be open (SQL tabs).
    bool unlimited = false;
    QString guide = {}; ///< page of the user guide; empty = the one named like the pane
};

/// What to open. The document's id is "pane" or "pane:object".
struct PaneSpec
{
    QString pane;
    QString object;
    QString title;        ///< empty: the pane's title, or the object
    bool preview = false; ///< italic, replaced by the next preview

    QString id() const { return object.isEmpty() ? pane : pane + QLatin1Char(':') + object; }
    /// Reads "pane" or "pane:object", the tree's targets.
    static PaneSpec fromTarget(const QString& target);
};

class PaneRegistry
{
public:
    /// A second pane with the same id replaces the first.
    void add(PaneInfo info);
    const PaneInfo* find(const QString& id) const;
    const QVector<PaneInfo>& all() const { return m_panes; }
    /// Translated title of a pane.
    static QString titleOf(const PaneInfo& info);
    /// The guide's page about a pane.
    static QString guideOf(const PaneInfo& info) { return info.guide.isEmpty() ? info.id : info.guide; }

private:
    QVector<PaneInfo> m_panes;
};

} // namespace run402
