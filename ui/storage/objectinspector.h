// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/objectlistmodel.h"
#include "services/api/interfaces.h"

#include <QImage>
#include <QPointer>
#include <QWidget>

class QPlainTextEdit;

namespace run402 {

class Button;
class CopyButton;
class Label;
class LineEdit;
class Services;

/// One stored file: what it looks like (images and text up to 4 MB, read when it is shown), its facts, a signed link.
/// Owner: parent. Thread: GUI; pictures are decoded on a worker.
class ObjectInspector : public QWidget
{
    Q_OBJECT
public:
    explicit ObjectInspector(Services& services, QWidget* parent = nullptr);

    void show(const QString& projectId, const QString& bucket, const StoredFile& file);
    void setWritable(bool writable);

Q_SIGNALS:
    void downloadRequested();
    void replaceRequested();
    void renameRequested();
    void previewRead(const run402::StoredFile& file, const QImage& image);
    void removeRequested();

private:
    void preview();
    void previewed(const Result<Objects::Object>& outcome, const QByteArray& bytes);
    void sign();

    Services& m_services;
    QString m_projectId, m_bucket;
    StoredFile m_file;
    QPointer<CallBase> m_loading;
    int m_generation = 0;
    Label* m_picture;
    QPlainTextEdit* m_text;
    Label* m_type;
    Label* m_size;
    Label* m_time;
    Label* m_path;
    Button* m_make;
    LineEdit* m_link;
    CopyButton* m_copy;
    Label* m_linkNote;
    Button* m_replace;
    Button* m_rename;
    Button* m_remove;
};

} // namespace run402
