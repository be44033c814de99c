#include "liqmap/map.h"
