// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/document.h"
#include "ui/shell/panes.h"

#include <QLabel>
#include <QWidget>

namespace run402 {

/// A document whose state the test sets.
class Paper final : public QWidget, public Document
{
public:
    explicit Paper(QWidget* parent, const QString& text = {})
        : QWidget(parent)
        , side(new QLabel(this))
        , text(text)
    {
        side->hide();
    }
    bool isModified() const override { return modified; }
    void save(std::function<void(bool)> done) override
    {
        modified = false;
        done(true);
    }
    QWidget* inspectorWidget() override { return withSide ? side : nullptr; }
    QJsonObject saveState() const override { return {{QStringLiteral("text"), text}}; }
    void restoreState(const QJsonObject& state) override { text = state.value(QLatin1String("text")).toString(); }
    void edit()
    {
        modified = true;
        notifyChanged();
    }

    QLabel* side;
    QString text;
    bool modified = false;
    bool withSide = false;
};

/// Panes of plain paper: "overview", "table:x", any number of "sql", and "requests" below.
inline PaneRegistry papers()
{
    PaneRegistry panes;
    for (const char* id : {"overview", "table", "sql"}) {
        PaneInfo info;
        info.id = QLatin1String(id);
        info.title = id;
        info.icon = QStringLiteral("box");
        info.make = [](QWidget* parent, const QString& object) { return new Paper(parent, object); };
        info.unlimited = info.id == QLatin1String("sql");
        panes.add(info);
    }
    PaneInfo log;
    log.id = QStringLiteral("requests");
    log.title = "Requests";
    log.area = DockArea::Bottom;
    log.make = [](QWidget* parent, const QString&) { return new QLabel(parent); };
    panes.add(log);
    return panes;
}


} // namespace run402
