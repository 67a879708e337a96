// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPlainTextEdit;

namespace run402 {

class Button;
class Chip;
class Label;
class TableSession;
class ToggleChip;

/// The SQL panel of 146 and the bar of 46 that come with the first change: what will be sent, how much it is, Save.
/// Owner: parent. Thread: GUI.
class ChangeBar : public QWidget
{
    Q_OBJECT
public:
    ChangeBar(TableSession& session, QWidget* parent = nullptr);

    /// Why nothing may be written now; empty = it may.
    void setBlock(const QString& why);
    QWidget* strip() const { return m_strip; } ///< the bar without the SQL
    bool sqlShown() const;
    void setSqlShown(bool shown);

Q_SIGNALS:
    void saveRequested();
    void faultRequested(); ///< the person wants to see what does not fit

private:
    QWidget* buildPanel();
    QWidget* buildBar();
    void refresh();

    TableSession& m_session;
    QString m_block;
    QWidget* m_panel;
    QWidget* m_strip;
    QPlainTextEdit* m_sql;
    ToggleChip* m_checks;
    Label* m_title;
    Chip* m_edits;
    Chip* m_new;
    Chip* m_deleted;
    Button* m_faults;
    Button* m_toggle;
    Button* m_discard;
    Button* m_save;
    bool m_shown = true;
};

} // namespace run402
