// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>
#include <QWidget>

class QHBoxLayout;
class QStackedWidget;

namespace run402 {

class IconButton;

/// The dock under the documents: a head of 30 with the pages' names and counts,
/// a body of 196 that is closed at first. Owner: window. Thread: GUI.
class BottomDock : public QWidget
{
    Q_OBJECT
public:
    explicit BottomDock(QWidget* parent = nullptr);

    /// Takes the page. Pages stand in the order they are added.
    void addPage(const QString& id, const QString& title, const QString& icon, QWidget* page);
    void setCount(const QString& id, int count);
    void setPageVisible(const QString& id, bool visible);
    void showPage(const QString& id);
    QString currentPage() const { return m_current; }
    QWidget* page(const QString& id) const { return m_pages.value(id).page; }
    QStringList pages() const { return m_order; }
    bool isOpen() const { return m_open; }
    void setOpen(bool open);

Q_SIGNALS:
    void openChanged(bool open);
    void pageShown(const QString& id);

private:
    class Tab;
    struct Page
    {
        Tab* tab = nullptr;
        QWidget* page = nullptr;
    };
    void paintEvent(QPaintEvent* event) override;
    void refresh();

    QHash<QString, Page> m_pages;
    QStringList m_order;
    QString m_current;
    QWidget* m_head;
    QHBoxLayout* m_row;
    QStackedWidget* m_body;
    IconButton* m_chevron;
    bool m_open = false;
};

} // namespace run402
