// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/logline.h"

#include <QDateTime>
#include <QWidget>

class QPlainTextEdit;

namespace run402 {

class Button;
class Chip;
class Label;
class SegmentedControl;
struct TryCall;

/// The answer of a function: status, time, size; body laid out or raw, headers, the lines it logged.
/// Owner: parent. Thread: GUI.
class ResponseView : public QWidget
{
    Q_OBJECT
public:
    explicit ResponseView(QWidget* parent = nullptr);

    void clear();
    void showWaiting();
    void showNote(const QString& text);
    void showCall(const TryCall& call);
    /// Lines logged since the call began.
    void setLogLines(const QStringList& lines);

Q_SIGNALS:
    void logsRequested(const QDateTime& since);

private:
    void refresh();

    Chip* m_status;
    Label* m_time;
    Label* m_size;
    SegmentedControl* m_tabs;
    Button* m_raw;
    Button* m_openLogs;
    QPlainTextEdit* m_text;
    QString m_pretty, m_rawText, m_headers;
    QStringList m_logs;
    QDateTime m_startedAt;
    int m_headerCount = 0;
};

} // namespace run402
