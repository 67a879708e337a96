// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chip.h"

class QVBoxLayout;

namespace run402 {

class ElidedLabel;
class Label;

/// A line of the payment dialog: name, value with a mono part, a note below, a chip at the right.
/// Owner: parent. Thread: GUI.
class FactRow : public QWidget
{
    Q_OBJECT
public:
    explicit FactRow(const QString& name, QWidget* parent = nullptr);

    void setValue(const QString& value, const QString& mono = {}, const QString& monoToolTip = {});
    void setNote(const QString& note, const char* token = "text.muted");
    /// Empty text hides it.
    void setChip(const QString& text, Tone tone, const QString& icon = {});
    /// At the right end, where the chip is not needed. Takes ownership.
    void setAction(QWidget* action);
    /// For content of another kind, instead of value and note.
    QVBoxLayout* column() const { return m_column; }

private:
    void paintEvent(QPaintEvent* event) override;

    QVBoxLayout* m_column;
    QWidget* m_line;
    Label* m_value;
    ElidedLabel* m_mono;
    ElidedLabel* m_note;
    Chip* m_chip;
};

} // namespace run402
