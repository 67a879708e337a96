// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"
#include "ui/images/imagelibrary.h"
#include "ui/shell/document.h"

#include <QWidget>

class QListView;
class QPlainTextEdit;
class QStandardItemModel;
class QStackedWidget;

namespace run402 {

class AspectButton;
class Banner;
class Button;
class ImageStage;
class Label;
class Services;
class Workspace;

/// Makes pictures from words, each paid for, and keeps what was made on this computer; the service keeps none. A
/// payment goes the way of all others (services/pay). Owner: parent. Thread: GUI.
class ImagesPane : public QWidget, public Document
{
    Q_OBJECT
public:
    static constexpr int longestPrompt = 1000; ///< characters, contract.md §3.18

    explicit ImagesPane(Services& services, QWidget* parent = nullptr);

Q_SIGNALS:
    void noticed(const QString& text);
    void actionRequested(const QString& action);

private:
    QWidget* buildForm();
    QWidget* buildGallery();
    void refresh();
    void load();
    void generate();
    void arrived(const QString& prompt, const QString& environment, const QString& aspect, const QByteArray& bytes);
    void addItem(const MadeImage& image, bool first);
    std::optional<MadeImage> chosen() const;
    void saveAs();
    void copy();
    void reuse();
    void askRemove();
    void showProblem(const Problem& problem);
    QString aspect() const;
    void readPrice();
    QString price() const; ///< on the button; empty = not known

    Services& m_services;
    Workspace& m_workspace;
    ImageLibrary* m_library;
    QPlainTextEdit* m_prompt;
    Label *m_count, *m_kept;
    QList<AspectButton*> m_aspects;
    Button *m_generate, *m_save, *m_copy, *m_reuse, *m_remove;
    Banner* m_trouble;
    QStackedWidget* m_stack;
    QListView* m_list;
    ImageStage* m_stage;
    QStandardItemModel* m_model;
    QHash<qint64, MadeImage> m_images;
    QString m_action;
    int m_generation = 0; ///< lists of another environment are late
    std::optional<qint64> m_priceMicros;
    int m_readings = 0; ///< prices of an earlier connection are late
    bool m_busy = false;
};

} // namespace run402
