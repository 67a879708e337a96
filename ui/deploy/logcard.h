// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/requestrecord.h"
#include "ui/common/card.h"

#include <QHash>

class QPlainTextEdit;

namespace run402 {

/// The requests of a running release: time, method, path, status, duration. Records hold no secret. Keeps the
/// newest 500. Owner: parent. Thread: GUI.
class LogCard : public Card
{
    Q_OBJECT
public:
    explicit LogCard(QWidget* parent = nullptr);
    void clear();
    /// New, or the same request with more known.
    void note(const RequestRecord& record);
    QString text() const;

private:
    void render();

    QList<RequestRecord> m_records;
    QPlainTextEdit* m_view;
};

} // namespace run402
