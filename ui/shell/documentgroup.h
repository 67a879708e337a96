// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStackedWidget>
#include <QWidget>

#include <functional>

namespace run402 {

class DocTabBar;
class Document;
class IconButton;

/// One split of the document area: tabs and the document in front of them. A document keeps its frame when it moves
/// to another group. Owner: DocumentArea. Thread: GUI.
class DocumentGroup : public QWidget
{
    Q_OBJECT
public:
    explicit DocumentGroup(QWidget* parent = nullptr);

    /// A document on its way between groups.
    struct Page
    {
        QWidget* frame = nullptr; ///< toolbar and widget in a column
        QWidget* widget = nullptr;
        Document* document = nullptr; ///< nullptr = a plain widget
        QString title;
        QString icon;
        bool preview = false;
        std::function<QWidget*()> make; ///< runs when the page is first looked at; empty = has run
    };
    /// The widget is shown in the next turn of the event loop.
    static Page pageOf(QWidget* widget, const QString& icon, const QString& title, bool preview);
    static Page laterPage(std::function<QWidget*()> make, const QString& icon, const QString& title, bool preview);

    /// Takes the page as the last tab, without bringing it to the front.
    void put(const QString& id, const Page& page);
    /// Gives the page away; it belongs to nobody until it is put somewhere.
    Page take(const QString& id);

    bool contains(const QString& id) const { return m_pages.contains(id); }
    QWidget* widget(const QString& id) const { return m_pages.value(id).widget; }
    Document* document(const QString& id) const { return m_pages.value(id).document; }
    bool activate(const QString& id);
    void pin(const QString& id);
    bool isPreview(const QString& id) const;
    QString tabText(const QString& id) const;
    void setTitle(const QString& id, const QString& title);

    QString currentId() const;
    QStringList ids() const { return m_order; } ///< in tab order
    void step(int by); ///< to the next (+1) or previous (-1) tab, around the ends
    DocTabBar* tabBar() const { return m_tabs; }
    QWidget* content() const; ///< what is under the tabs
    /// Shown while no document is open here; taken.
    void setPlaceholder(QWidget* widget);
    /// The one that new documents go to; drawn in full strength.
    void setActive(bool active);
    /// 0 for the first; object names follow.
    void setNumber(int number);

Q_SIGNALS:
    void currentChanged(const QString& id); ///< empty = none is left
    void made(const QString& id);           ///< a later page has its document now
    void pressed();                         ///< clicked somewhere
    void documentChanged(const QString& id);
    void closeAsked(const QString& id);
    void newAsked();
    void tabMenuAsked(const QString& id, const QPoint& globalPos);
    void splitMenuAsked(const QPoint& globalPos);
    void tabDragged(const QString& id, const QPoint& globalPos); ///< below or beside the bar
    void tabDropped(const QString& id, const QPoint& globalPos);
    void tabDragLeft(); ///< back on the bar, or given up

private:
    static void fill(Page& page);
    void listen(const QString& id);
    void onTab(int index);
    void refresh(const QString& id);
    int indexOf(const QString& id) const { return int(m_order.indexOf(id)); }
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void showEvent(QShowEvent* event) override;

    QHash<QString, Page> m_pages;
    QStringList m_order; ///< ids in tab order
    QString m_front;     ///< announced as current
    DocTabBar* m_tabs;
    void showAll();

    IconButton* m_more; ///< all tabs as a menu, when they do not fit
    IconButton* m_plus;
    IconButton* m_split;
    QStackedWidget* m_stack;
    QWidget* m_placeholder = nullptr;
    bool m_busy = false;
};

} // namespace run402
