// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/server.h"

int main(int argc, char** argv)
{
    return run402::sandbox::runServer(argc, argv);
}
