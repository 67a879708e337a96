// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/checks.h"
#include "ui/common/card.h"

namespace run402 {

/// What was looked at before sending: one row a check, with where and what to do. Owner: parent. Thread: GUI.
class ChecksCard : public Card
{
    Q_OBJECT
public:
    explicit ChecksCard(QWidget* parent = nullptr);
    /// `notes` are lines of our own, e.g. that the manifest names another project.
    void setChecks(const QList<SiteCheck>& checks, const QStringList& notes);

private:
    void addRow(const QString& icon, const char* token, const QString& text, const QString& advice,
                const QStringList& lines);
    QVBoxLayout* m_list;
};

} // namespace run402
