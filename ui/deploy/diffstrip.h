// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/deploy/sitediff.h"

#include <QWidget>

class QPlainTextEdit;

namespace run402 {

class Label;

/// The lines that differ in one file, in mono: a head line, then "-" and "+" lines, about six of them, the
/// rest scrolls. Owner: parent. Thread: GUI.
class DiffStrip : public QWidget
{
    Q_OBJECT
public:
    explicit DiffStrip(const QString& prefix, QWidget* parent = nullptr);

    /// nullopt: only `words`, e.g. the sizes.
    void show(const QString& name, const std::optional<QList<ChangedLine>>& lines, const QString& words);

private:
    void render();
    void paintEvent(QPaintEvent* event) override;

    Label* m_head;
    QPlainTextEdit* m_text;
    QList<ChangedLine> m_lines;
};

} // namespace run402
