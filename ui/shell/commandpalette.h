// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogframe.h"

#include <QChar>
#include <QStringList>
#include <QVector>

#include <functional>

class QAbstractListModel;
class QListView;

namespace run402 {

class LineEdit;
class PaletteModel;

/// One thing the palette can find.
struct PaletteItem
{
    QString id;
    QString group;    ///< translated heading: "Commands"
    QString title;
    QString detail;   ///< muted, after the title
    QString icon;     ///< Lucide name
    QString keywords; ///< also searched, not shown
    QChar prefix;     ///< '>' command, '#' table, '@' project; null for others
    int weight = 0;   ///< added to the score: what people mean most often
    QString keys;     ///< a shortcut to show at the right, may be empty
    /// `newTab` is true for Ctrl+Enter.
    std::function<void(bool newTab)> trigger;
    /// Names under which a person who knows the command line looks for it: "projects list". Typing one, with or
    /// without "run402" before and arguments behind, finds this before all else.
    QStringList commands = {};
};

/// Gives items to the palette. Asked each time it opens, so that what it gives
/// is fresh; must answer at once. Thread: GUI.
class PaletteSource
{
public:
    virtual ~PaletteSource() = default;
    virtual QVector<PaletteItem> items() = 0;
};

/// The command palette: 640 wide, 84 from the top, rows of 34 under headings.
/// Closes itself before it triggers. Owner: itself. Thread: GUI.
class CommandPalette : public DialogFrame
{
    Q_OBJECT
public:
    /// `sources` are borrowed only while this is constructed.
    CommandPalette(QWidget* anchor, const QVector<PaletteSource*>& sources, const QString& project);

    void setQuery(const QString& text);
    QStringList shownIds() const; ///< in order, for tests

private:
    void refresh(const QString& text);
    void run(bool newTab);
    void move(int by);
    bool eventFilter(QObject* watched, QEvent* event) override;
    QWidget* makeFoot();

    LineEdit* m_edit;
    QListView* m_list;
    PaletteModel* m_model;
    QVector<PaletteItem> m_items;
};

} // namespace run402
