// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guide/guidebook.h"
#include "ui/shell/document.h"

#include <QUrl>
#include <QWidget>

namespace run402 {

class GuideContents;
class GuideView;
class IconButton;
class Label;
class SearchField;

/// The user guide: contents and search at the left, the page at the right. A document of the window, or the body of
/// GuideDialog where no document can be shown. Owner: parent. Thread: GUI.
class GuidePane : public QWidget, public Document
{
    Q_OBJECT
public:
    explicit GuidePane(QWidget* parent = nullptr, const QString& page = QStringLiteral("index"));

    QString title() const override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject& state) override;

    /// "storage" or "storage#signed-links"; unknown pages are ignored.
    void showPage(const QString& page);
    QString page() const;
    SearchField* searchField() const { return m_search; }

Q_SIGNALS:
    void paneRequested(const QString& target); ///< "run402://storage"
    void outsideRequested(const QUrl& address);

private:
    QWidget* buildSide();
    QWidget* buildBar();
    void search(const QString& words);
    void shown(const QString& page);

    Guidebook m_book;
    SearchField* m_search;
    GuideContents* m_contents;
    GuideView* m_view;
    IconButton* m_back;
    IconButton* m_forward;
    Label* m_place;
};

} // namespace run402
