// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/fixture.h"

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    ::testing::AddGlobalTestEnvironment(new run402::sandbox::rest::tests::ServiceEnvironment);
    return RUN_ALL_TESTS();
}
