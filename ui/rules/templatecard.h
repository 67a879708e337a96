// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace run402 {

/// One of the ready-made rule sets, or "Custom". Chosen = the current table uses it. Owner: parent. Thread: GUI.
class TemplateCard : public QAbstractButton
{
    Q_OBJECT
public:
    TemplateCard(QString icon, QString name, QString text, QString note, QWidget* parent = nullptr);
    void setChosen(bool chosen, const QString& note = {});
    QSize sizeHint() const override { return {190, 92}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon, m_text, m_note, m_chosenNote;
    bool m_chosen = false;
};

} // namespace run402
