// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/text/dotenv.h"
#include "ui/common/dialogframe.h"

#include <QSet>

class QCheckBox;

namespace run402 {

class Button;
class Label;

/// What a .env file would set, before anything is sent: names, never values. Wipes what it holds when it closes.
/// Owner: itself.
class EnvImportDialog : public DialogFrame
{
    Q_OBJECT
public:
    /// `existing` = names set already; `room` = how many new ones the tier still takes.
    EnvImportDialog(QWidget* anchor, const QString& fileName, QList<DotenvEntry> entries, const QSet<QString>& existing, int room);
    ~EnvImportDialog() override;

    /// The chosen entries, moved out: the receiver wipes them.
    QList<DotenvEntry> takeChosen();

private:
    QWidget* makeRow(const DotenvEntry& entry, bool replaces);
    void refresh();

    QList<DotenvEntry> m_entries;
    QList<QCheckBox*> m_boxes; ///< null where there is a fault
    QSet<QString> m_existing;
    int m_room;
    Label* m_note;
    Button* m_accept;
};

} // namespace run402
