// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/document.h"

#include <QFutureWatcher>
#include <QHash>
#include <QPointF>
#include <QStandardItemModel>
#include <QWidget>

class QTreeView;

namespace run402 {

class Button;
class DiagramView;
class Label;
class SearchField;
class Services;
class StateStack;
class Workspace;

/// The schema as a picture: tables, columns, keys and what refers to what; the list beside it says the same in words.
/// Cards that were moved stay where they were put, per project. Owner: parent. Thread: GUI.
class DiagramPane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit DiagramPane(Services& services, QWidget* parent = nullptr);
    ~DiagramPane() override; ///< what is being written is left

    void activated() override;
    QWidget* inspectorWidget() override;
    QString inspectorTitle() const override { return tr("Tables and links"); }
    QString inspectorNote() const override;
    DiagramView* view() const { return m_view; }
    /// Paints the diagram as it is now on a worker and writes it there, as SVG or PNG.
    void write(const QString& path, bool svg);

Q_SIGNALS:
    void tableRequested(const QString& table);
    void menuRequested(const QString& table, const QPoint& globalPos);
    void newTableRequested();
    void actionRequested(const QString& action);
    void noticed(const QString& text, bool failed);

private:
    QWidget* buildBar();
    QWidget* buildList();
    QString scope() const;
    void loadPlaces();
    void refresh();
    void refreshList();
    void showScale();
    void showFacts(); ///< and what the search finds
    void save(bool svg);

    Services& m_services;
    Workspace& m_workspace;
    StateStack* m_states;
    DiagramView* m_view;
    SearchField* m_search;
    Label* m_facts;
    Button* m_scale;
    Label* m_writing;
    Button* m_stop;
    QList<QFutureWatcher<QString>*> m_writes; ///< pictures on their way
    QTreeView* m_list;
    QStandardItemModel m_items;
    QHash<QString, QPointF> m_places; ///< of cards a person moved
    QString m_placesOf;               ///< scope they belong to
    bool m_placesKnown = false;
};

} // namespace run402
