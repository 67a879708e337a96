// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/environment.h"

#include <QWidget>

class QHBoxLayout;

namespace run402 {

/// A state of the connection, shown as a coloured dot and a word.
enum class LinkState { Ok, Slow, Down };

/// The bar of 24 at the foot. Owner: window. Thread: GUI.
class StatusStrip : public QWidget
{
    Q_OBJECT
public:
    explicit StatusStrip(QWidget* parent = nullptr);

    void setEnvironment(Environment env);
    void setProjectId(const QString& id);
    /// "API 84 ms"; empty hides it.
    void setLink(LinkState state, const QString& text);
    /// "Prototype, 5 d 4 h left"; empty hides it.
    void setTier(const QString& text);
    /// "1 access warning"; empty hides it. A click emits warningsAsked().
    void setWarnings(const QString& text);
    /// Words of the document in front, e.g. "Ln 3, Col 12".
    void setDocumentText(const QString& text);
    void setVersion(const QString& version);

Q_SIGNALS:
    void warningsAsked();
    void tierAsked();

private:
    class Item;
    void paintEvent(QPaintEvent* event) override;

    Item* m_environment;
    Item* m_project;
    Item* m_link;
    Item* m_tier;
    Item* m_document;
    Item* m_warnings;
    Item* m_version;
};

} // namespace run402
